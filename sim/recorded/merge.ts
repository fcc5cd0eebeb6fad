import { EventKind } from '../../src/process/event-kind.ts';
import { BadInput } from '../input/bad-input.ts';
import { type LoggedStep, nameOf, type ProcessLog, STEPS_MAX } from './process-log.ts';

/** Where a message comes from: the step that sent it, and how many that step had sent to the same process before. */
export interface Origin {
  readonly item: number;
  readonly nth: number;
}

/** One thing that happens in a merged run. */
export interface Item {
  /** Unique; it stays when others are left out. */
  readonly id: number;
  /** Index of the process among the logs. */
  readonly process: number;
  readonly life: number;
  /** Absent: the process ends here. */
  readonly step: LoggedStep | undefined;
  /** Of a message; undefined when no recording has sent it. */
  readonly origin: Origin | undefined;
  /** Since the beginning of the run. */
  readonly timeUs: number;
}

/** Recordings of several processes as one run: each step comes after those that caused it. */
export interface MergedRun {
  /** Replicas first, in order of their numbers. */
  readonly logs: readonly ProcessLog[];
  readonly replicas: number;
  readonly items: readonly Item[];
  /** Messages that arrived, and that their sender has not recorded. */
  readonly unsent: number;
  /** Messages came from processes that recorded nothing, such as clients: one process stands for them all, behind the logs. */
  readonly strangers: boolean;
}

/** An item before it has a place in time. */
interface Pending {
  readonly id: number;
  readonly process: number;
  readonly life: number;
  readonly step: LoggedStep | undefined;
  readonly atUs: number;
  origin: Origin | undefined;
}

/** Merges what processes have recorded by causality, and by their clocks where that leaves a choice. @throws BadInput */
export function merge(all: readonly ProcessLog[]): MergedRun {
  const logs = [...all].sort((a, b) => a.host - b.host);
  refuseMixture(logs);
  const replicas = logs.filter(({ isClient }) => !isClient).length;
  logs.slice(0, replicas).forEach(({ host }, index) => {
    if (host !== index) throw new BadInput(`the recording of replica ${index} is missing`);
  });
  const chains = chainsOf(logs);
  const steps = chains.reduce((sum, chain) => sum + chain.length, 0);
  if (steps > STEPS_MAX)
    throw new BadInput(`the recordings have ${steps} steps, and ${STEPS_MAX} at most can be merged`);
  const { unsent, strangers } = findOrigins(logs, chains);
  return { logs, replicas, items: ordered(sequences(chains, replicas)), unsent, strangers: strangers > 0 };
}

/** @throws BadInput when they are not of one group */
function refuseMixture(logs: readonly ProcessLog[]): void {
  const [first] = logs;
  const groupOf = ({ serving, cluster }: ProcessLog): string =>
    `${serving.system.name} in cluster "${cluster}"`;
  logs.forEach((log, i) => {
    const before = logs[i - 1];
    if (before?.host === log.host)
      throw new BadInput(
        `${before.folder} and ${log.folder} are both recordings of ${log.isClient ? 'client' : 'replica'} ${log.host}`,
      );
    if (first !== undefined && groupOf(first) !== groupOf(log))
      throw new BadInput(
        `${first.folder} is a recording of ${groupOf(first)}, and ${log.folder} one of ${groupOf(log)}: those of one group are needed`,
      );
  });
}

/** The items of each process in order, with its ends. */
function chainsOf(logs: readonly ProcessLog[]): Pending[][] {
  let id = 0;
  return logs.map(({ lives }, process) => {
    const chain: Pending[] = [];
    let atUs = 0;
    lives.forEach(({ steps }, life) => {
      for (const step of steps) {
        atUs = Math.max(atUs, step.atUs);
        chain.push({ id: ++id, process, life, step, atUs, origin: undefined });
      }
      if (life < lives.length - 1)
        chain.push({ id: ++id, process, life, step: undefined, atUs, origin: undefined });
    });
    return chain;
  });
}

/**
 * Finds the step that has sent each message. Of equal messages the earliest that has not arrived: so no message comes before it was
 * sent. Returns how many were not found, and how many come from processes that recorded nothing.
 */
function findOrigins(
  logs: readonly ProcessLog[],
  chains: readonly Pending[][],
): { readonly unsent: number; readonly strangers: number } {
  const indexOf = new Map(logs.map(({ host }, index) => [host, index]));
  const sent = new Map<string, { readonly origins: Origin[]; taken: number }>();
  const keyOf = (from: number, to: number, name: string): string => `${from}>${to}/${name}`;
  for (const chain of chains)
    for (const { id, process, step } of chain) {
      const counts = new Map<number, number>();
      for (const { to: host, name } of step?.sent ?? []) {
        const to = indexOf.get(host);
        if (to === undefined) continue;
        const nth = counts.get(to) ?? 0;
        counts.set(to, nth + 1);
        const key = keyOf(process, to, name);
        const known = sent.get(key);
        if (known === undefined) sent.set(key, { origins: [{ item: id, nth }], taken: 0 });
        else known.origins.push({ item: id, nth });
      }
    }
  let [unsent, strangers] = [0, 0];
  for (const chain of chains)
    for (const item of chain) {
      const { step, process } = item;
      if (step?.encoded === undefined || step.kind !== EventKind.message) continue;
      const from = indexOf.get(step.a);
      if (from === undefined) {
        strangers++;
        continue;
      }
      const known = sent.get(keyOf(from, process, nameOf(step.encoded)));
      item.origin = known?.origins[known.taken++];
      if (item.origin === undefined) unsent++;
    }
  return { unsent, strangers };
}

/** Clients share one operating system process and one clock: their steps keep the order in which they really were. */
function sequences(chains: readonly Pending[][], replicas: number): readonly (readonly Pending[])[] {
  const clients = chains.slice(replicas).flat();
  return [...chains.slice(0, replicas), clients.sort((a, b) => a.atUs - b.atUs || a.id - b.id)];
}

function ordered(sequencesOf: readonly (readonly Pending[])[]): readonly Item[] {
  const next = sequencesOf.map(() => 0);
  const done = new Set<number>();
  const items: Item[] = [];
  let originUs: number | undefined;
  let timeUs = 0;
  for (;;) {
    const heads = sequencesOf.flatMap((sequence, index) => {
      const item = sequence[next[index] ?? 0];
      return item === undefined ? [] : [{ index, item }];
    });
    const ready = heads.filter(({ item: { origin } }) => origin === undefined || done.has(origin.item));
    // Without one that is ready a message was matched wrongly: it counts as sent by nobody.
    const first = earliest(ready.length > 0 ? ready : heads);
    if (first === undefined) return items;
    const { item, index } = first;
    next[index] = (next[index] ?? 0) + 1;
    done.add(item.id);
    originUs ??= item.atUs;
    timeUs = Math.max(timeUs, item.atUs - originUs);
    const { id, process, life, step } = item;
    items.push({ id, process, life, step, timeUs, origin: ready.length > 0 ? item.origin : undefined });
  }
}

function earliest<T extends { readonly item: Pending }>(heads: readonly T[]): T | undefined {
  return heads.reduce<T | undefined>(
    (best, head) => (best === undefined || head.item.atUs < best.item.atUs ? head : best),
    undefined,
  );
}

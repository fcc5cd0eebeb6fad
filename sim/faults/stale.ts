import * as z from 'zod';
import type { ProcessId } from '../../src/process/ids.ts';
import { ppm, us } from '../chance/units.ts';
import { duration, percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';
import type { FaultPort } from './fault-port.ts';
import { typeOf } from './rules/rule.ts';

const MS = 1000;
/** Message types kept per process; messages of further types are not kept. */
const KINDS_MAX = 48;
const COPIES_MAX = 8;
/** Draws of a kind use a fixed bound. If it were the number of kinds seen so far, an edit elsewhere would change them. */
const KINDS_BOUND = 1 << 20;

/** A message on its way to a process. */
export interface Kept {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly message: unknown;
  readonly id: number;
}

/** By process: the last message of each kind that was sent to it. */
export interface StaleState {
  /** Since its last change. */
  last: Map<string, Kept>[];
  /** From before its last change. */
  old: Map<string, Kept>[];
  labels: string[];
  changes: number[];
}

const schema = z.strictObject({
  ppm: ppm.describe('share of the changes after which old messages arrive'),
  copiesMax: z.int().min(1).max(COPIES_MAX).describe('how many, at most'),
  delayMaxUs: us.describe('how long after the change, at most'),
});

/**
 * Whenever a process starts, or takes another role, copies of messages that were meant for it before arrive again. Each kind of
 * message is as likely as any other, so that rare ones meet each change too.
 */
export const stale = faultClass<'stale', z.infer<typeof schema>, StaleState>({
  name: 'stale',
  noun: 'stale messages',
  summary: 'copies of old messages arrive when their receiver has started or changed its role',
  schema,
  calm: { ppm: 0, copiesMax: 1, delayMaxUs: 0 },
  apart: true,
  draw: (s, { network }) => ({
    ppm: s.logBetween(100_000, 1_000_000),
    copiesMax: s.between(1, COPIES_MAX),
    delayMaxUs: s.logBetween(network.delayMeanUs, 300 * MS),
  }),
  describe: ({ ppm: share, copiesMax, delayMaxUs }) =>
    `after ${percentOfMillion(share)} of the changes, up to ${copiesMax}, up to ${duration(delayMaxUs)} later`,
  lessen: (options) => (options.copiesMax === 1 ? [] : [{ ...options, copiesMax: 1 }]),
  sites: {
    stale: ['process', 'fault'],
    'stale-copies': ['process', 'detail'],
    'stale-kind': ['process', 'detail'],
    'stale-delay': ['process', 'detail'],
  },
  counts: { staleCopies: ['old message again', 'old messages again'] },
  initial: ({ world }) => {
    const each = <T>(make: () => T): T[] => Array.from({ length: world.processes }, make);
    return {
      last: each(() => new Map()),
      old: each(() => new Map()),
      labels: each(() => ''),
      changes: each(() => 0),
    };
  },
  inject(options, port, state) {
    const { world } = port;
    const again = staleCopies(options, port, state);
    const changed = (process: ProcessId): void => {
      const last = state.last[process];
      if (last === undefined || port.isCalm()) return;
      for (const [kind, kept] of last) state.old[process]?.set(kind, kept);
      last.clear();
      again(process);
    };
    return {
      message({ from, to, message, id }) {
        const last = state.last[to];
        const kind = typeOf(message);
        if (last !== undefined && !port.isCalm() && (last.size < KINDS_MAX || last.has(kind)))
          last.set(kind, { from, to, message, id });
        return false;
      },
      noted(what, process) {
        if (what === 'start') changed(process);
        if (what !== 'step' || process >= world.replicas) return;
        const label = port.label(process) ?? '';
        if (state.labels[process] === label) return;
        state.labels[process] = label;
        changed(process);
      },
    };
  },
});

/** Sends copies of old messages to a process, if it is so drawn. */
function staleCopies(options: z.infer<typeof schema>, port: FaultPort, state: StaleState) {
  const { decisions, network } = port;
  const strikes = decisions.site('stale', 'process', 'fault');
  const copies = decisions.site('stale-copies', 'process', 'detail');
  const which = decisions.site('stale-kind', 'process', 'detail');
  const delay = decisions.site('stale-delay', 'process', 'detail');
  const counted = port.counter('staleCopies');
  return (process: ProcessId): void => {
    const index = (state.changes[process] ?? 0) + 1;
    state.changes[process] = index;
    const old = [...(state.old[process]?.values() ?? [])];
    if (old.length === 0 || !decisions.chance(strikes, process, index, options.ppm)) return;
    const count = 1 + decisions.choose(copies, process, index, options.copiesMax);
    for (let i = 0; i < count; i++) {
      const n = index * COPIES_MAX + i;
      const kept = old[decisions.choose(which, process, n, KINDS_BOUND) % old.length];
      if (kept === undefined) return;
      counted.n++;
      network.copy(kept, decisions.choose(delay, process, n, options.delayMaxUs + 1));
    }
  };
}

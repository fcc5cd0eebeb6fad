import type { ProcessId } from 'wavetank';
import type { Observer } from 'wavetank/invariants';
import type { ClientState } from '../client.ts';
import { configurationOf, type Entry } from '../log.ts';
import type { Message } from '../messages.ts';
import type { State } from '../state.ts';

/** The log of a replica as last seen. It stands in for the real one while the replica is down or reads its files. */
export interface SeenLog {
  base: number;
  baseTerm: number;
  entries: readonly Entry[];
  /** Members in the latest configuration of the log. */
  members: readonly ProcessId[];
  /** Change by the last step: first index removed, and first index added. */
  goneFrom: number | undefined;
  newFrom: number | undefined;
}

export interface Logs {
  readonly of: Map<ProcessId, SeenLog>;
}

/** Tracks the log of a replica after each of its steps. Entries are immutable, so object identity is entry identity. */
export const logs: Observer<Logs, State, ClientState, Message> = {
  initial: () => ({ of: new Map() }),
  on: {
    step({ of }, tank, process) {
      if (process >= tank.replicas) return;
      const state = tank.replica(process);
      if (state === undefined || state.role.kind === 'starting') return;
      const seen = of.get(process) ?? emptyLog();
      of.set(process, seen);
      look(seen, state);
    },
  },
};

const emptyLog = (): SeenLog => ({
  base: 0,
  baseTerm: 0,
  entries: [],
  members: [],
  goneFrom: undefined,
  newFrom: undefined,
});

function look(seen: SeenLog, { log }: State): void {
  const { base, baseTerm, entries } = log;
  const before = seen.base + seen.entries.length;
  const now = base + entries.length;
  seen.goneFrom = undefined;
  seen.newFrom = undefined;
  if (before === now && base === seen.base && entries.at(-1) === seen.entries.at(-1)) return;
  let same = Math.min(before, now); // last index at which both logs agree, as far as both reach back
  while (same > Math.max(base, seen.base) && entries[same - base - 1] !== seen.entries[same - seen.base - 1])
    same--;
  if (before > Math.max(same, base)) seen.goneFrom = Math.max(same, base) + 1;
  if (now > same) seen.newFrom = Math.max(same, base) + 1;
  seen.base = base;
  seen.baseTerm = baseTerm;
  seen.entries = [...entries];
  seen.members = configurationOf(log).members;
}

export const entryOf = ({ base, entries }: SeenLog, index: number): Entry | undefined =>
  entries[index - base - 1];

export const termOf = (log: SeenLog, index: number): number | undefined =>
  index === log.base ? log.baseTerm : entryOf(log, index)?.term;

export const endOf = ({ base, entries }: SeenLog): number => base + entries.length;

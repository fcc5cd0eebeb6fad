import type { ReplicaState, Status } from '../../../src/vsr/protocol/state/replica-state.ts';
import type { ChecksumLog, VsrObserver } from './types.ts';

/** Bits of {@link ReplicaFacts.changed}: what a step changed at its replica. */
export const CHANGED = {
  /** First step of an incarnation after it has read its disk: there is no state before. */
  started: 1,
  status: 2,
  view: 4,
  logView: 8,
  commit: 16,
  commitMax: 32,
  log: 64,
  any: -1,
} as const;

const REVIEWED = CHANGED.started | CHANGED.status | CHANGED.view | CHANGED.logView;

/** State of a replica after its last step, with only the checksums of its log. */
export interface Shadow {
  /** Whether the replica runs and has read its disk. */
  known: boolean;
  status: Status;
  view: number;
  logView: number;
  commit: number;
  commitMax: number;
  readonly checksums: number[];
}

/** The shadows of all replicas, and what the last step changed. Logs are compared here only. */
export interface ReplicaFacts {
  readonly shadows: Shadow[];
  /** Bits of {@link CHANGED}. 0 after a step of a client or of a starting replica, or without a change. */
  changed: number;
  /** Entries up to here are unchanged by the step. */
  keptOp: number;
  readonly before: {
    view: number;
    logView: number;
    commit: number;
    commitMax: number;
    op: number;
    head: number;
  };
}

/** Checksum of the entry at `op`. 0 for op 0, -1 if there is no entry. */
export function checksumAt(log: ChecksumLog, op: number): number {
  return op === 0 ? 0 : (log[op - 1]?.checksum ?? -1);
}

/** Whether a log has this entry, or a checkpoint in its place, whose contents are the business of I14. */
export function holds(log: ChecksumLog, op: number, checksum: number): boolean {
  if (op > log.length) return false;
  const held = checksumAt(log, op);
  return held === checksum || held === -1;
}

const unknown = (): Shadow => ({
  known: false,
  status: 'starting',
  view: 0,
  logView: 0,
  commit: 0,
  commitMax: 0,
  checksums: [],
});

/**
 * Whether a replica in this status has nothing that counts: it is reading its disk, recovering, or not a
 * member yet.
 */
export const hasNoPart = (status: ReplicaState['status']): boolean =>
  status === 'starting' || status === 'recovering' || status === 'transitioning';

export const replicaFacts: VsrObserver<ReplicaFacts> = {
  initial: (tank) => ({
    shadows: Array.from({ length: tank.replicas }, unknown),
    changed: 0,
    keptOp: 0,
    before: { view: 0, logView: 0, commit: 0, commitMax: 0, op: 0, head: 0 },
  }),
  on: {
    step(facts, tank, process) {
      facts.changed = 0;
      const shadow = facts.shadows[process];
      if (shadow === undefined) return;
      const replica = tank.replica(process);
      if (replica === undefined || hasNoPart(replica.status)) return;
      const op = replica.log.length;
      let changed = 0;
      if (!shadow.known) changed = CHANGED.started;
      if (shadow.status !== replica.status) changed |= CHANGED.status;
      if (shadow.view !== replica.view) changed |= CHANGED.view;
      if (shadow.logView !== replica.logView) changed |= CHANGED.logView;
      if (shadow.commit !== replica.commit) changed |= CHANGED.commit;
      if (shadow.commitMax !== replica.commitMax) changed |= CHANGED.commitMax;
      if (
        shadow.checksums.length !== op ||
        (op > 0 && shadow.checksums[op - 1] !== replica.log[op - 1]?.checksum)
      ) {
        changed |= CHANGED.log;
      }
      if (changed !== 0) record(facts, shadow, replica, changed);
    },
    crash(facts, _tank, process) {
      const shadow = facts.shadows[process];
      if (shadow === undefined) return;
      const { checksums } = shadow;
      Object.assign(shadow, unknown(), { checksums });
      checksums.length = 0;
    },
  },
};

function record(facts: ReplicaFacts, shadow: Shadow, replica: ReplicaState, changed: number): void {
  const { before } = facts;
  const { checksums } = shadow;
  before.view = shadow.view;
  before.logView = shadow.logView;
  before.commit = shadow.commit;
  before.commitMax = shadow.commitMax;
  before.op = checksums.length;
  before.head = checksums.length === 0 ? 0 : (checksums[checksums.length - 1] as number); // not empty
  shadow.known = true;
  shadow.status = replica.status;
  shadow.view = replica.view;
  shadow.logView = replica.logView;
  shadow.commit = replica.commit;
  shadow.commitMax = replica.commitMax;
  const kept = commonPrefix(checksums, replica.log, (changed & REVIEWED) !== 0);
  facts.keptOp = kept;
  facts.changed = kept < before.op || kept < replica.log.length ? changed | CHANGED.log : changed;
  if (kept < checksums.length) checksums.length = kept; // even to the same length, that is a slow call
  for (let op = kept + 1; op <= replica.log.length; op++) checksums.push(checksumAt(replica.log, op));
}

/**
 * Number of leading entries that agree. Entries are chained, so the highest that agrees vouches for those
 * below; `fully` compares all of them nevertheless, except those that a checkpoint stands for.
 */
function commonPrefix(checksums: readonly number[], log: ChecksumLog, fully: boolean): number {
  let kept = Math.min(checksums.length, log.length);
  if (!fully) {
    while (kept > 0 && checksums[kept - 1] !== log[kept - 1]?.checksum) kept--;
    return kept;
  }
  let same = 0;
  while (same < kept && (log[same] === undefined || checksums[same] === log[same]?.checksum)) same++;
  kept = same;
  return kept;
}

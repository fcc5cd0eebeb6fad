import type { Invariant } from '../../invariants/observer.ts';

/** L1 and L2 are judged by the phases of a run, not at a step; as invariants they have names and statements only. */
const judgedByPhases = (id: string, name: string, statement: string): Invariant => ({
  id,
  name,
  statement,
  initial: () => ({}),
  on: {},
});

export const LIVENESS = judgedByPhases(
  'L1',
  'progress-after-heal',
  'once faults stop and a core of a quorum is connected, every open request completes and each client completes a new one within the bound',
);

export const CONVERGENCE = judgedByPhases(
  'L2',
  'convergence',
  'by the same bound the replicas of the core agree, in the sense of the system; then, with all replicas healed, all of them do',
);

export const LIVELOCK = judgedByPhases(
  'L5',
  'no-livelock',
  'the system does not keep itself busy: it does not take steps without end, and faster than any protocol needs, while no client gets an answer',
);

/** Judged in every run, whatever `judgedBy` says. */
export const JUDGED_ALWAYS: readonly Invariant[] = [LIVENESS, CONVERGENCE, LIVELOCK];

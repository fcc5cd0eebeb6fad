import type { Tank } from '../../invariants/observer.ts';
import { mix } from '../../src/process/digest.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import { numberOf } from '../../src/vsr/data/epochs.ts';
import type { ReplicaState, Status } from '../../src/vsr/protocol/state/replica-state.ts';

const STATUS_CODE: Readonly<Record<Status, number>> = {
  starting: 1,
  normal: 2,
  'view-change': 3,
  'catching-up': 4,
  recovering: 5,
  transitioning: 6,
  leaving: 7,
  retired: 8,
};
/** Distances count up to here; beyond, far is far. */
const FAR = 2;
const FAR_CODES = FAR + 1;

/**
 * How many are up, in which status; who leads; how far views, logs and commit numbers are apart. Views and ops themselves
 * only ever grow, and would make every state a new one; which replica it is makes no difference.
 */
export function abstraction(tank: Tank): number {
  let viewMin = Number.POSITIVE_INFINITY;
  let commitMin = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tank.replicas; i++) {
    const state = stateOf(tank, processId(i));
    if (state === undefined || state.status === 'starting') continue;
    if (state.view < viewMin) viewMin = state.view;
    if (state.commit < commitMin) commitMin = state.commit;
  }
  let sum = 0;
  for (let i = 0; i < tank.replicas; i++) {
    sum = (sum + mix(0x77617665, codeOf(stateOf(tank, processId(i)), i, viewMin, commitMin))) | 0;
  }
  return mix(tank.replicas, sum);
}

function codeOf(state: ReplicaState | undefined, index: number, viewMin: number, commitMin: number): number {
  if (state === undefined) return 0;
  if (state.status === 'starting') return 1;
  const { status, view, logView, commit, log } = state;
  const leads = state.config[numberOf(view) % state.config.length] === index ? 1 : 0;
  const distances =
    ((near(view - viewMin) * FAR_CODES + near(view - logView)) * FAR_CODES + near(commit - commitMin)) *
      FAR_CODES +
    near(log.length - commit);
  return (distances * 16 + STATUS_CODE[status]) * 2 + leads;
}

const near = (distance: number): number => (distance < FAR ? distance : FAR);

const stateOf = (tank: Tank, process: ProcessId): ReplicaState | undefined =>
  tank.replica(process) as ReplicaState | undefined; // replicas of this system have no other state

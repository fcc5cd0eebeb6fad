import type { ProcessId } from '../../src/process/ids.ts';
import type { VsrFacts } from './facts/facts.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  /** Per replica: highest view promised, by which message, at which step. Kept across restarts. */
  readonly views: number[];
  readonly how: string[];
  readonly steps: number[];
  /** Per replica: whether its disk has lost something since its start. */
  readonly damaged: boolean[];
}

/** Messages that take part in their view. */
const OF_A_VIEW = [
  'Prepare',
  'PrepareOk',
  'Commit',
  'Confirm',
  'Confirmed',
  'Predict',
  'Prediction',
  'NewState',
  'DoViewChange',
  'StartView',
] as const;

/**
 * I11. After a replica has sent DoViewChange or StartView for v (or StartViewChange, unless that only asks:
 * pre-vote), or a message that only a normal replica of v sends, it never sends Prepare, PrepareOk, Commit,
 * Confirm, Confirmed, Predict, Prediction, NewState, DoViewChange or StartView of a view below v. Nor does a
 * later incarnation of it, unless its disk has lost something before that started (E1). The damage may be older than
 * the last message of v, and the running incarnation remembers its promise:
 *
 * 1. The disk of replica 1 has view 22. Its sectors rot.
 * 2. Replica 1 sends StartViewChange of 22 again, from memory.
 * 3. It crashes, finds its superblock lost, and recovers in view 21 under a later generation.
 */
export function viewPromise({ options }: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I11',
    name: 'view-promise',
    statement:
      'A replica that took part in view v never again takes part in a view below v, across restarts too.',
    initial: (tank) => ({
      views: Array.from({ length: tank.replicas }, () => 0),
      how: Array.from({ length: tank.replicas }, () => 'start'),
      steps: Array.from({ length: tank.replicas }, () => 0),
      damaged: Array.from({ length: tank.replicas }, () => false),
    }),
    only: { send: ['StartViewChange', ...OF_A_VIEW] },
    on: {
      damage(state, _tank, process) {
        // In mode M a crash loses the log only.
        if (options.wal?.inMemory !== true) state.damaged[process] = true;
      },
      start(state, _tank, process) {
        if (state.damaged[process] !== true) return;
        state.damaged[process] = false;
        state.views[process] = 0;
      },
      send(state, tank, from, _to, message) {
        if (!('view' in message)) return;
        if (message.type === 'StartViewChange' && options.preVote) return;
        const promised = state.views[from];
        if (promised === undefined || promised === message.view) return;
        if (message.view < promised) {
          if (message.type !== 'StartViewChange') broken(state, tank, from, message.type, message.view);
          return;
        }
        state.views[from] = message.view;
        state.how[from] = message.type;
        state.steps[from] = tank.step;
      },
    },
  };
}

function broken(state: State, tank: VsrTank, process: ProcessId, type: string, view: number): void {
  tank.violate({
    title: 'view promise broken',
    facts: [
      `replica ${process} sent ${state.how[process]} of view ${state.views[process]} at step ${state.steps[process]}`,
      `now it sends ${type} of view ${view}`,
    ],
    witness: `${type}-below-promise`,
    process,
    evidence: [state.steps[process] ?? []].flat(),
  });
}

import type { ProcessId } from '../../src/process/ids.ts';
import type { RecoveryResponse } from '../../src/vsr/data/messages.ts';
import type { ReplicaState } from '../../src/vsr/protocol/state/replica-state.ts';
import { type EpochFacts, membersOf, primaryOf } from './facts/epochs.ts';
import type { VsrFacts } from './facts/facts.ts';
import type { VsrInvariant, VsrTank } from './facts/types.ts';
import { violate } from './facts/violate.ts';

/** An answer that has reached a recovering replica, to the question that it was asking. */
interface Answer {
  readonly from: ProcessId;
  readonly view: number;
  /** The generation of the recovering replica that the sender knew. */
  readonly generation: number;
}

interface Asking {
  nonce: number;
  answers: Answer[];
}

interface State {
  readonly epochs: EpochFacts;
  /** Per replica. */
  readonly asking: Asking[];
  /** The replica that is handling an answer; -1 for none. */
  open: number;
}

/**
 * I33. What a recovering replica has forgotten no longer counts only if the log that it takes over is that of the primary of the
 * highest view among n-q+1 answers, each made by a replica that knew the generation under which it comes back (VRR 4.3, E1, E14).
 * Lost entries show it much later, and only where they were needed.
 */
export function recoveryRestsOn(facts: VsrFacts): VsrInvariant<State> {
  return {
    id: 'I33',
    name: 'recovery-rests-on',
    statement:
      'A recovering replica takes over a log that the primary of its view has sent, of a view not below those in the answers of n-q+1 replicas that knew its generation.',
    initial: (tank) => ({
      epochs: tank.shared(facts.epochs),
      asking: Array.from({ length: tank.replicas }, () => ({ nonce: -1, answers: [] })),
      open: -1,
    }),
    only: { send: ['RecoveryResponse'], deliver: ['RecoveryResponse'] },
    on: {
      send({ epochs }, tank, from, to, message) {
        if (message.type !== 'RecoveryResponse' || message.log === null) return;
        if (primaryOf(epochs, message.view) !== from) complainOfSender(epochs, tank, from, to, message);
      },
      deliver(state, tank, _from, to, message) {
        state.open = -1;
        const replica = tank.replica(to);
        if (message.type !== 'RecoveryResponse' || replica?.status !== 'recovering') return;
        if (replica.recovery.adopted) return; // it only waits for its disk
        state.open = to;
        note(state.asking[to], replica, to, message);
      },
      step(state, tank, process) {
        if (state.open !== process) return;
        state.open = -1;
        const asking = state.asking[process];
        const replica = tank.replica(process);
        if (asking === undefined || replica?.recovery.adopted !== true) return;
        judge(facts, state.epochs, tank, process, replica, asking);
      },
      crash(state, _tank, process) {
        const asking = state.asking[process];
        if (asking === undefined) return;
        asking.nonce = -1;
        asking.answers = [];
      },
    },
  };
}

function note(
  asking: Asking | undefined,
  { recovery }: ReplicaState,
  to: ProcessId,
  { from, generations, nonce, view }: RecoveryResponse,
): void {
  if (asking === undefined || nonce !== recovery.nonce) return;
  if (asking.nonce !== nonce) {
    asking.nonce = nonce;
    asking.answers = [];
  }
  asking.answers.push({ from, view, generation: generations[to] ?? 0 });
}

function judge(
  { quorumAt }: VsrFacts,
  epochs: EpochFacts,
  tank: VsrTank,
  process: ProcessId,
  { recovery, view }: ReplicaState,
  { answers }: Asking,
): void {
  const counts = ({ generation, view: named }: Answer): boolean =>
    generation >= recovery.generation && named <= view;
  const counted = new Set(answers.filter(counts).map(({ from }) => from));
  const needed = membersOf(epochs, view).length - quorumAt(epochs, view) + 1;
  if (counted.size >= needed) return;
  violate(tank, process, 'recovery that rests on too few answers', 'too-few', [
    `replica ${process} takes over the log of view ${view}, and comes back under generation ${recovery.generation}`,
    ...answers.map(
      ({ from, generation, view: named }) =>
        `replica ${from} has answered with view ${named}, and knew generation ${generation}`,
    ),
    `answers of ${needed} replicas are needed that knew this generation and no later view`,
  ]);
}

function complainOfSender(
  epochs: EpochFacts,
  tank: VsrTank,
  from: ProcessId,
  to: ProcessId,
  { view }: RecoveryResponse,
): void {
  violate(tank, from, 'log of a backup for a recovery', 'not-the-primary', [
    `replica ${from} sends its log of view ${view} to replica ${to}, which recovers`,
    `the primary of view ${view} is replica ${primaryOf(epochs, view)}: others may lack what it has counted as acknowledged`,
  ]);
}

import { CHANGED, replicaFacts } from './facts/replicas.ts';
import type { VsrInvariant } from './facts/types.ts';

interface CalmState {
  /** Highest view in which any replica was normal. */
  view: number;
  /** Start of the first view of its epoch. */
  epochSinceUs: number;
}

/**
 * L6. Timeouts start at their configured values and adapt to the network within a few round trips. From then on a group without
 * faults keeps its primary, busy or idle, and completes every operation. The settling time starts anew with each epoch:
 * 1. The last op of epoch 3 is executed. The primary of the first view of epoch 4 has just joined, and fetches a checkpoint.
 * 2. Member 5 already has the log. It does not hear from a primary for its whole timeout, which is shorter than the fetch.
 * 3. It starts the next view, as it must: the first primary may be dead (F1).
 * Runs with edits are not judged: 1. an edit delays one heartbeat by more than the timeout; 2. the view changes; 3. nothing is
 * wrong with the code, and no fault-free network does that.
 */
export const calm = (settledUs: number, viewsPerEpoch: number): VsrInvariant<CalmState> => ({
  id: 'L6',
  name: 'calm-without-faults',
  uneditedOnly: true,
  statement: `In a run without faults, from ${settledUs / 1_000_000} s after the start of an epoch, no new view starts in it, and no primary abdicates.`,
  initial(tank) {
    tank.shared(replicaFacts);
    return { view: 0, epochSinceUs: 0 };
  },
  only: { step: { facts: replicaFacts, bits: CHANGED.any } },
  on: {
    step(state, tank, process) {
      const replica = tank.replica(process);
      if (replica === undefined) return;
      const late = tank.nowUs - state.epochSinceUs > settledUs && !tank.healed;
      if (late && replica.timing.abdicated)
        tank.violate({
          title: 'primary abdicates without a fault',
          facts: [`replica ${process} leads view ${replica.view}, and has abdicated`],
          witness: 'abdicates',
          process,
        });
      if (replica.view <= state.view || replica.status !== 'normal') return;
      const isOfNewEpoch = Math.floor(replica.view / viewsPerEpoch) > Math.floor(state.view / viewsPerEpoch);
      state.view = replica.view;
      if (isOfNewEpoch) state.epochSinceUs = tank.nowUs;
      if (!late || isOfNewEpoch) return;
      tank.violate({
        title: 'view change without a fault',
        facts: [`replica ${process} is normal in view ${replica.view}, and no fault has happened`],
        witness: 'view changes',
        process,
      });
    },
  },
});

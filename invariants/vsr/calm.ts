import { CHANGED, replicaFacts } from './facts/replicas.ts';
import type { VsrInvariant } from './facts/types.ts';

interface CalmState {
  /** Highest view in which any replica was normal. */
  view: number;
}

/**
 * L6. Timeouts start with what somebody has configured, and adapt to the network within a few round trips. From then on a
 * group that meets no fault keeps its primary, busy or idle, and ends every operation.
 */
export const calm = (settledUs: number, viewsPerEpoch: number): VsrInvariant<CalmState> => ({
  id: 'L6',
  name: 'calm-without-faults',
  uneditedOnly: true,
  statement: `In a run without faults, after ${settledUs / 1_000_000} s, no view starts but the first one of an epoch, and no primary abdicates.`,
  initial(tank) {
    tank.shared(replicaFacts);
    return { view: 0 };
  },
  only: { step: { facts: replicaFacts, bits: CHANGED.any } },
  on: {
    step(state, tank, process) {
      const replica = tank.replica(process);
      if (replica === undefined) return;
      const late = tank.nowUs > settledUs && !tank.healed;
      if (late && replica.timing.abdicated)
        tank.violate({
          title: 'primary abdicates without a fault',
          facts: [`replica ${process} leads view ${replica.view}, and has abdicated`],
          witness: 'abdicates',
          process,
        });
      if (replica.view <= state.view || replica.status !== 'normal') return;
      state.view = replica.view;
      if (!late || replica.view % viewsPerEpoch === 0) return;
      tank.violate({
        title: 'view change without a fault',
        facts: [`replica ${process} is normal in view ${replica.view}, and no fault has happened`],
        witness: 'view changes',
        process,
      });
    },
  },
});

import { CHANGED, replicaFacts } from './facts/replicas.ts';
import type { VsrInvariant } from './facts/types.ts';

interface CalmState {
  /** Highest view in which any replica was normal. */
  view: number;
  /** Views that started since faults stopped. */
  started: number;
}

/**
 * L3. A storm leaves timers half run down and views half changed, so some view changes after it are right.
 * Without faults they must come to an end.
 */
export const calmAfterHeal = (viewChangesMax: number): VsrInvariant<CalmState> => ({
  id: 'L3',
  name: 'calm-after-heal',
  statement: `once faults stop, at most ${viewChangesMax} more views start`,
  initial(tank) {
    tank.shared(replicaFacts);
    return { view: 0, started: 0 };
  },
  only: { step: { facts: replicaFacts, bits: CHANGED.view | CHANGED.status | CHANGED.started } },
  on: {
    step(calm, tank, process) {
      const state = tank.replica(process);
      if (state === undefined || state.view <= calm.view || state.status !== 'normal') return;
      calm.view = state.view;
      if (!tank.healed) return;
      calm.started++;
      if (calm.started <= viewChangesMax) return;
      tank.violate({
        title: 'views keep changing without a fault',
        facts: [
          `replica ${process} is normal in view ${state.view}, the ${calm.started}th that started since faults stopped`,
        ],
        witness: 'views rotate',
        process,
      });
    },
  },
});

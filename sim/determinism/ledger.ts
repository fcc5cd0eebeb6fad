import type { Observer } from '../../invariants/observer.ts';
import { contentHash, mix } from '../../src/process/digest.ts';
import type { World } from '../kernel/world.ts';

/** Steps at whose end the state of the process is taken in; later ones are left to looks at the whole world. */
const STATES_MAX = 4096;

/** A running digest of what processes send and become, so that two runs part in the very step that differs. */
export const ledger: Observer<{ digest: number }> = {
  initial: () => ({ digest: 0 }),
  on: {
    send(state, _tank, from, to, message) {
      state.digest = mix(mix(state.digest, from * 4096 + to), contentHash(message));
    },
    step(state, tank, process) {
      if (tank.step > STATES_MAX) return;
      state.digest = mix(state.digest, contentHash(tank.replica(process) ?? tank.client(process)));
    },
  },
};

/** One number for all that has happened so far. */
export const markOf = (world: World): number =>
  Number.parseInt(world.hash.slice(0, 5), 16) * 2 ** 32 + (world.shared(ledger).digest >>> 0);

import type { Observer } from '../../invariants/observer.ts';
import { contentHash, mix } from '../../src/process/digest.ts';
import type { World } from '../kernel/world.ts';

/** Steps at whose end the state of the process is taken in; later ones are left to looks at the whole world. */
const STATES_MAX = 4096;
/** A state of more parts than this is taken in at one step in so many only. */
const PARTS_MAX = 500;
const HEAVY_EVERY = 64;

/** A running digest of what processes send and become, so that two runs part in the very step that differs. */
export const ledger: Observer<{ digest: number }> = {
  initial: () => ({ digest: 0 }),
  on: {
    send(state, _tank, from, to, message) {
      state.digest = mix(mix(state.digest, from * 4096 + to), contentHash(message));
    },
    step(state, tank, process) {
      if (tank.step > STATES_MAX) return;
      const value = tank.replica(process) ?? tank.client(process);
      if (tank.step % HEAVY_EVERY !== 0 && partsOf(value, PARTS_MAX) > PARTS_MAX) return;
      state.digest = mix(state.digest, contentHash(value));
    },
  },
};

/** How many values there are in one, counted as far as `max`; a long text or byte array counts for its length. */
function partsOf(value: unknown, max: number): number {
  if (typeof value === 'string') return 1 + (value.length >>> 6);
  if (typeof value !== 'object' || value === null) return 1;
  if (ArrayBuffer.isView(value)) return 1 + (value.byteLength >>> 6);
  let parts = 1;
  const items: Iterable<unknown> =
    Array.isArray(value) || value instanceof Map || value instanceof Set ? value : Object.values(value);
  for (const item of items) {
    if (parts > max) break;
    parts += partsOf(item, max - parts);
  }
  return parts;
}

/** One number for all that has happened so far. */
export const markOf = (world: World): number =>
  Number.parseInt(world.hash.slice(0, 5), 16) * 2 ** 32 + (world.shared(ledger).digest >>> 0);

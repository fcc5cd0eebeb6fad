import first from '../../../docs/tutorial/first.ts';
import type { Tank } from '../../../invariants/observer.ts';
import { processId } from '../../../src/process/ids.ts';

/** Who is up, the server's value, and how many requests the clients have made: thousands of abstract states. */
function abstraction(tank: Tank): number {
  let sum = 0;
  for (let i = 0; i < tank.processes; i++) {
    const id = processId(i);
    const state = (i < tank.replicas ? tank.replica(id) : tank.client(id)) as
      | { value?: number; request?: number }
      | undefined; // what `first` keeps
    sum =
      (Math.imul(sum, 31) + (state === undefined ? 1 : 2 + (state.value ?? (state.request ?? 0) % 3))) | 0;
  }
  return sum;
}

/** The counter of the documentation, which fails in some seeds, with abstract states: the fastest system that has both. */
export default { ...first, name: 'counted', abstraction };

import { faultNamed } from '../faults/registry.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';

/** So many scenarios have every class of faults that a system does not exclude. */
const DRAWN = 200;

/** The effects that seeds of these systems can have; a class that a system excludes is not missed. */
export function possibleFaults(systems: readonly System[]): ReadonlySet<string> {
  const possible = new Set<string>();
  for (const system of systems) {
    for (let i = 0; i < DRAWN; i++) {
      const { faults } = drawScenario(`possible-${i}`, system);
      for (const name of Object.keys(faults)) {
        for (const [count, [, , needs]] of Object.entries(faultNamed(name)?.counts ?? {}))
          if (needs === undefined || needs.some((other) => other in faults)) possible.add(count);
      }
    }
  }
  return possible;
}

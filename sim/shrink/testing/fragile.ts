import { drawScenario } from '../../scenario/swarm.ts';
import type { System } from '../../scenario/system.ts';
import { systems } from '../../systems/index.ts';
import { judge } from '../oracle.ts';

/** VSR, with a rule that it cannot keep. */
export function fragile(): System {
  const vsr = systems.get('vsr');
  if (vsr === undefined) throw new Error('no vsr');
  return {
    ...vsr,
    build(scenario) {
      const run = vsr.build(scenario);
      const rule = {
        id: 'X1',
        name: 'no-second-life',
        statement: 'no replica executes anything after a crash',
        initial: () => ({ crashed: -1 }),
        on: {
          crash(state: { crashed: number }, tank: { replicas: number }, process: number) {
            if (process < tank.replicas) state.crashed = process;
          },
          observe(
            state: { crashed: number },
            tank: { violate(facts: object): void },
            process: number,
            { type }: { type: string },
          ) {
            if (type !== 'executed' || process !== state.crashed) return;
            tank.violate({ title: 'second life', facts: [`replica ${process}`], witness: 'executed' });
          },
        },
      };
      return { ...run, invariants: [rule as never] }; // its handlers take less than they are given
    },
  };
}

/** A seed whose run is at least that long. */
export function failingSeed(system: System, stepsMin: number): string {
  for (let seed = 1; seed < 1000; seed++) {
    const scenario = drawScenario(String(seed), system);
    const found = judge(system, { scenario, edits: {} }, 'X1 executed');
    if (found !== undefined && 'size' in found && found.size.steps >= stepsMin) return String(seed);
  }
  throw new Error('no seed fails');
}

import { mergeScenario } from '../scenario/overrides.ts';
import type { System } from '../scenario/system.ts';
import type { Mutant } from './mutant.ts';

/** The system, drawing what the mutant's scenario says. */
export function narrowed(system: System, { scenario = {} }: Mutant): System {
  return { ...system, draw: (sequence, drawn) => mergeScenario(system.draw(sequence, drawn), scenario) };
}

import { CONVERGENCE, LIVENESS } from '../scenario/liveness.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../system.ts';

/** Properties that are named in full; of more, the numbers are. */
const NAMED_MAX = 10;

/** What a run was judged by. */
export function judgedText(system: System, scenario: Scenario): string {
  const all = [...system.build(scenario).invariants, { ...LIVENESS, ...system.progress }, CONVERGENCE];
  const texts = all.map(({ id, name }) => (all.length <= NAMED_MAX ? `${id} ${name}` : id));
  return texts.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).join(', ');
}

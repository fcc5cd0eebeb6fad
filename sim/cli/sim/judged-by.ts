import { CONVERGENCE, LIVELOCK, LIVENESS } from '../../scenario/liveness.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { System } from '../../scenario/system.ts';

/** Properties that are named in full; of more, the numbers are. */
const NAMED_MAX = 10;

/** Said of a system whose answers nobody can judge. */
const UNMODELLED = 'no model is given: linearizability is not checked';

/** The same for many runs; undefined when answers are judged. */
export const unjudgedText = (system: System, scenario: Scenario): string | undefined =>
  system.build(scenario).modelled === false ? UNMODELLED : undefined;

/** The properties that a run was judged by. */
export function judgedText(system: System, scenario: Scenario): string {
  const { invariants, modelled } = system.build(scenario);
  const all = [...invariants, { ...LIVENESS, ...system.progress }, CONVERGENCE, LIVELOCK];
  const texts = all.map(({ id, name }) => (all.length <= NAMED_MAX ? `${id} ${name}` : id));
  const sorted = texts.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).join(', ');
  return modelled === false ? `${sorted} · ${UNMODELLED}` : sorted;
}

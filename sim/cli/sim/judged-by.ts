import { JUDGED_ALWAYS, LIVENESS } from '../../scenario/liveness.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { System } from '../../scenario/system.ts';

/** Maximum number of properties listed with their names; longer lists show only ids. */
const NAMED_MAX = 10;

/** Notice for a system without a model. */
const UNMODELLED = 'no model is given: linearizability is not checked';

/** Notice for many runs; undefined when there is a model. */
export const unjudgedText = (system: System, scenario: Scenario): string | undefined =>
  system.build(scenario).modelled === false ? UNMODELLED : undefined;

/** Properties that a run was checked against. */
export function judgedText(system: System, scenario: Scenario): string {
  const { invariants, modelled } = system.build(scenario);
  const { judgedBy } = scenario;
  const judging = invariants.filter(({ id }) => judgedBy?.includes(id) !== false);
  const always = JUDGED_ALWAYS.map((each) => (each === LIVENESS ? { ...each, ...system.progress } : each));
  const all = [...judging, ...always];
  const texts = all.map(({ id, name }) => (all.length <= NAMED_MAX ? `${id} ${name}` : id));
  const sorted = texts.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).join(', ');
  return modelled === false ? `${sorted} · ${UNMODELLED}` : sorted;
}

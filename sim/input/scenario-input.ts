import { fitted } from '../scenario/fits.ts';
import { JUDGED_ALWAYS } from '../scenario/liveness.ts';
import { type Scenario, scenarioSchema } from '../scenario/scenario.ts';
import { isScenarioError } from '../scenario/scenario-error.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { BadInput } from './bad-input.ts';
import { errorText } from './error-text.ts';
import { checked, readJson } from './json-file.ts';
import { applied, type Override } from './overrides.ts';

/** A scenario out of a file. @throws BadInput */
export const readScenario = (file: string): Scenario =>
  checked(scenarioSchema, readJson(file, `the scenario file ${file}`), file);

/** The scenario to run: the given one, or else the one that the seed draws; with overrides applied. */
export function scenarioFor(
  seed: string,
  system: System,
  given: Scenario | undefined,
  overrides: readonly Override[],
): Scenario {
  const base = given === undefined ? drawnFor(seed, system) : { ...given, seed, system: system.name };
  const scenario = overrides.reduce(
    (before, override) => checked(scenarioSchema, applied(before, override), override.words.join(' ')),
    base,
  );
  accept(system, scenario);
  return scenario;
}

/** The scenario that the seed draws. @throws BadInput when the system cannot be set up. */
export const drawnFor = (seed: string, system: System): Scenario =>
  setUp(system, () => drawScenario(seed, system));

/** Lets the system look at its settings before anything is printed. */
function accept(system: System, scenario: Scenario): void {
  const { invariants } = setUp(system, () => fitted(system, scenario));
  const known = [...invariants.map(({ id }) => id), ...JUDGED_ALWAYS.map(({ id }) => id)];
  const unknown = scenario.judgedBy?.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw new BadInput(`judgedBy: ${system.name} has no invariant ${unknown}; it has ${known.join(', ')}`);
}

function setUp<T>(system: System, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (isScenarioError(error)) throw new BadInput(`the scenario does not fit: ${error.message}`);
    throw new BadInput(`the system ${system.name} cannot be set up: ${errorText(error)}`);
  }
}

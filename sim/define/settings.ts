import { Sequence } from '../chance/streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { ScenarioError } from '../scenario/scenario-error.ts';
import type { Settings } from './definition.ts';

interface WithSettings<S extends Settings> {
  readonly settings?: {
    draw(sequence: Sequence, scenario: Scenario): S;
    parse?(scenario: Scenario): S;
  };
}

/** The settings of a scenario, which may be written by hand. @throws ScenarioError naming the first wrong one. */
export function checkedSettings<S extends Settings>({ settings }: WithSettings<S>, scenario: Scenario): S {
  if (settings?.parse !== undefined) return settings.parse(scenario);
  const example: Settings = settings?.draw(new Sequence('example', 'settings'), scenario) ?? {};
  for (const [name, value] of Object.entries(example)) {
    const given = scenario.settings[name];
    if (typeof given !== typeof value)
      throw new ScenarioError(
        `settings.${name}: ${given === undefined ? 'it is missing' : `it must be a ${typeof value}`}`,
      );
  }
  const unknown = Object.keys(scenario.settings).find((name) => !(name in example));
  if (unknown !== undefined) throw new ScenarioError(`settings.${unknown}: there is no such setting`);
  return scenario.settings as S; // names and types are those that `draw` gives
}

import { Sequence } from '../chance/streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { ScenarioError } from '../scenario/scenario-error.ts';
import { didYouMean } from '../words/did-you-mean.ts';
import { calling, returnedText, wrongValue } from './calling.ts';
import { isObject } from './check-fields.ts';
import type { Settings } from './definition.ts';

interface WithSettings<S extends Settings> {
  readonly settings?: {
    draw(sequence: Sequence, scenario: Scenario): S;
    parse?(scenario: Scenario): S;
  };
}

/** Settings drawn for a scenario; undefined for a system without any. @throws FunctionError if `draw` throws or returns no object */
export const drawnSettings = <S extends Settings>(
  { settings }: WithSettings<S>,
  sequence: Sequence,
  scenario: Scenario,
): S | undefined =>
  calling('settings.draw', () => {
    if (settings === undefined) return undefined;
    const drawn = settings.draw(sequence, scenario);
    const given: unknown = drawn; // JavaScript callers have no compiler
    if (isObject(given) && !Array.isArray(given) && !(given instanceof Promise)) return drawn;
    throw wrongValue(`it returned ${returnedText(given)}: it returns an object of settings`);
  });

/** The settings of a scenario, which may be written by hand. @throws ScenarioError naming the first wrong one. */
export function checkedSettings<S extends Settings>(definition: WithSettings<S>, scenario: Scenario): S {
  const { settings } = definition;
  const parse = settings?.parse;
  const example: Settings = drawnSettings(definition, new Sequence('example', 'settings'), scenario) ?? {};
  checkValues(example);
  checkNames(example, scenario.settings, parse !== undefined);
  if (parse === undefined) return scenario.settings as S; // names and types match those returned by `draw`
  return parsed(() => parse.call(settings, scenario));
}

/** Drawn settings are stored in scenario files, which hold only these types. */
function checkValues(drawn: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(drawn))
    if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean')
      throw new ScenarioError(`settings.${name}: what \`draw\` gave is no number, string or boolean`);
}

/** `lenient` leaves missing settings to the function that parses them. */
function checkNames(example: Settings, given: Settings, lenient: boolean): void {
  for (const [name, value] of Object.entries(example)) {
    if (lenient && given[name] === undefined) continue;
    if (typeof given[name] !== typeof value)
      throw new ScenarioError(
        `settings.${name}: ${given[name] === undefined ? 'it is missing' : `it must be a ${typeof value}`}`,
      );
  }
  const unknown = Object.keys(given).find((name) => !(name in example));
  if (unknown !== undefined)
    throw new ScenarioError(
      `settings.${unknown}: there is no such setting; ${didYouMean(unknown, Object.keys(example))}`,
    );
}

/** Parses the settings. A plain Error or a ScenarioError is a refusal; any other error is a bug in the function. */
function parsed<S>(parse: () => S): S {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Error && error.name === 'Error') throw new ScenarioError(error.message);
    return calling('settings.parse', (): never => {
      throw error;
    });
  }
}

import { readFileSync } from 'node:fs';
import { type Scenario, scenarioSchema } from '../scenario/scenario.ts';
import { isScenarioError } from '../scenario/scenario-error.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { BadInput } from './bad-input.ts';
import { applied, type Override } from './overrides.ts';
import { schemaSentence } from './schema-sentence.ts';

/** A scenario out of a file. */
export function readScenario(file: string): Scenario {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new BadInput(`the scenario file ${file} ${unreadable(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
    throw new BadInput(`the scenario file ${file} is not JSON: ${why}`);
  }
  return checked(value, file);
}

/** What will be run: the scenario that was given, or else the one that the seed draws; with overrides. */
export function scenarioFor(
  seed: string,
  system: System,
  given: Scenario | undefined,
  overrides: readonly Override[],
): Scenario {
  const base = given === undefined ? drawScenario(seed, system) : { ...given, seed, system: system.name };
  const scenario = overrides.reduce(
    (before, override) => checked(applied(before, override), override.words.join(' ')),
    base,
  );
  accept(system, scenario);
  return scenario;
}

function checked(value: unknown, origin: string): Scenario {
  const result = scenarioSchema.safeParse(value);
  if (result.success) return result.data;
  throw new BadInput(`${origin}: ${schemaSentence(result.error.issues[0], value)}`);
}

/** Lets the system look at its settings before anything is printed. */
function accept(system: System, scenario: Scenario): void {
  try {
    system.build(scenario);
  } catch (error) {
    if (isScenarioError(error)) throw new BadInput(`the scenario does not fit: ${error.message}`);
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new BadInput(`the system ${system.name} cannot be set up: ${text}`);
  }
}

function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EISDIR':
      return 'is a directory';
    case 'EACCES':
      return 'may not be read';
    default:
      return `cannot be read (${code})`;
  }
}

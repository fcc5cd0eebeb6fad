import type { CheckSystem } from '../../check/model/check-system.ts';
import { everyOperationEnds } from '../../check/model/property.ts';
import type { CheckTemplate, Size } from '../../check/model/template.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import type { Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import { templateFromRun } from './begin.ts';
import type { CheckJob } from './job.ts';
import { templateNamed } from './load.ts';
import { type CheckOptions, configurationOf, sizeOf } from './options.ts';
import { wordsOf } from './words.ts';

async function templateFor(options: CheckOptions, registry: Registry): Promise<CheckTemplate> {
  const { catalogue, from, mutant: id, system } = options;
  if (from !== undefined) return templateFromRun(from, options, registry);
  if (system === undefined) throw new BadInput("required option '--system <name|file>' not specified");
  return templateNamed(system, registry, id === undefined ? undefined : { id, catalogue });
}

/** Turns a command line into a job. @throws BadInput */
export async function prepare(options: CheckOptions, registry: Registry): Promise<CheckJob> {
  const limit = (option: string, value: string | undefined): number | undefined =>
    value === undefined ? undefined : parseInteger(option, value, 1);
  const template = await templateFor(options, registry);
  const size = sizeOf(options, template);
  const configuration = configurationOf(options, template);
  const judged = withProperties(built(template, size), options.property);
  const system = options.liveness === true ? withLiveness(judged) : judged;
  refuseUnknownTimers(options, system);
  return {
    template,
    size,
    system,
    configuration,
    options,
    statesMax: limit('--states', options.states),
    minutesMax: limit('--minutes', options.minutes),
    memoryMaxMb: limit('--memory', options.memory),
    again: commandLine('check', undefined, wordsOf(options)),
  };
}

function built(template: CheckTemplate, size: Size): CheckSystem {
  try {
    return template.build(size);
  } catch (error) {
    const isRefusal =
      error instanceof RangeError || (error instanceof Error && error.name === 'ScenarioError');
    if (isRefusal) throw new BadInput(`--system ${template.name}: ${error.message}`);
    throw error;
  }
}

const withLiveness = (system: CheckSystem): CheckSystem => ({
  ...system,
  properties: [...system.properties, everyOperationEnds(system.operations)],
});

function withProperties(system: CheckSystem, names: readonly string[]): CheckSystem {
  if (names.length === 0) return system;
  const unknown = names.find((name) => !system.properties.some((each) => each.name === name));
  if (unknown !== undefined) {
    const known = system.properties.map(({ name }) => `"${name}"`).join(', ');
    throw new BadInput(
      `--property ${unknown}: ${system.name} has no such property; it has ${known === '' ? 'none' : known}`,
    );
  }
  return { ...system, properties: system.properties.filter(({ name }) => names.includes(name)) };
}

/** Rejects unknown timers: one that does not exist would silently never fire. */
function refuseUnknownTimers({ timer }: CheckOptions, { timers, name }: CheckSystem): void {
  const known = new Set([...Object.values(timers?.replicas ?? {}), ...Object.values(timers?.clients ?? {})]);
  for (const each of timer) {
    const [asked = ''] = each.split('=');
    if (known.has(asked) || /^timer \d+$/.test(asked)) continue;
    const names =
      known.size === 0 ? 'none with a name; by number: --timer "timer 0=1"' : [...known].join(', ');
    throw new BadInput(`--timer ${each}: ${name} has no such timer; it has ${names}`);
  }
}

import { LINEARIZABLE, NO_PANIC } from '../../check/judge/judge.ts';
import type { CheckSystem } from '../../check/model/check-system.ts';
import { everyOperationEnds, type Property } from '../../check/model/property.ts';
import type { CheckTemplate, Size } from '../../check/model/template.ts';
import { BadInput } from '../../input/bad-input.ts';
import { errorText } from '../../input/error-text.ts';
import { parseInteger } from '../../input/numbers.ts';
import { parseSet } from '../../input/overrides.ts';
import { isFunctionError } from '../../kernel/function-error.ts';
import type { Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import { templateFromRun } from './begin.ts';
import type { CheckJob } from './job.ts';
import { templateNamed } from './load.ts';
import { type CheckOptions, configurationOf, sizeOf } from './options.ts';
import { wordsOf } from './words.ts';

const SAVE_MINUTES = 10;
const FRONTIER_MB = 256;

async function templateFor(options: CheckOptions, registry: Registry): Promise<CheckTemplate> {
  const { catalogue, from, mutant, system } = options;
  if (from !== undefined) {
    if (options.set.length > 0) throw new BadInput('--set: with --from the settings are those of the run');
    return templateFromRun(from, options, registry);
  }
  if (system === undefined) throw new BadInput("required option '--system <name|file>' not specified");
  return templateNamed(system, registry, { mutant, catalogue, settings: settingsOf(options.set) });
}

/** Turns a command line into a job. @throws BadInput */
export async function prepare(options: CheckOptions, registry: Registry): Promise<CheckJob> {
  const limit = (option: string, value: string | undefined): number | undefined =>
    value === undefined ? undefined : parseInteger(option, value, 1);
  if (options.beam !== undefined && options.walks !== undefined)
    throw new BadInput('--beam and --walks: only one of them can be done at a time');
  if (options.beam !== undefined && options.liveness === true)
    throw new BadInput(
      '--beam and --liveness do not go together: liveness is judged on the whole state graph',
    );
  if (options.resume === true && options.out === undefined)
    throw new BadInput('--resume: --out is needed, the folder with the unfinished check');
  const template = await templateFor(options, registry);
  const size = sizeOf(options, template);
  const configuration = configurationOf(options, template);
  const known = built(template, size);
  const ends = options.liveness === true ? [everyOperationEnds(known.operations)] : [];
  const system = { ...known, properties: [...chosenOf(known, ends, options.property), ...ends] };
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
    saveMinutes: limit('--save', options.save) ?? SAVE_MINUTES,
    frontierMaxMb: limit('--frontier', options.frontier) ?? FRONTIER_MB,
    beamStates: limit('--beam', options.beam),
    again: commandLine('check', undefined, wordsOf(options)),
  };
}

function built(template: CheckTemplate, size: Size): CheckSystem {
  try {
    const system = template.build(size);
    if ((system.warmUp ?? 0) !== size.warmUp)
      throw new BadInput(`--warm-up ${size.warmUp}: ${template.name} takes none here`);
    return system;
  } catch (error) {
    const isRefusal =
      error instanceof RangeError || (error instanceof Error && error.name === 'ScenarioError');
    if (isRefusal) throw new BadInput(`--system ${template.name}: ${error.message}`);
    if (isFunctionError(error)) throw new BadInput(`--system ${template.name}: ${errorText(error)}`);
    throw error;
  }
}

/** @throws BadInput */
function settingsOf(set: readonly string[]): Readonly<Record<string, number | string | boolean>> {
  const settings: Record<string, number | string | boolean> = {};
  for (const text of set) {
    const { path, value } = parseSet(text);
    const [first, name] = path;
    if (first !== 'settings' || name === undefined || path.length !== 2)
      throw new BadInput(
        `--set ${text}: only settings of the system can be set here: --set settings.NAME=VALUE`,
      );
    if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean')
      throw new BadInput(`--set ${text}: a number, a word, true or false is needed`);
    settings[name] = value;
  }
  return settings;
}

/** Properties of the system with these names, or all. Others in the report are always judged: naming one leaves out the rest. */
function chosenOf(
  { model, name, properties }: CheckSystem,
  asked: readonly Property[],
  names: readonly string[],
): readonly Property[] {
  if (names.length === 0) return properties;
  const own = properties.map((each) => each.name);
  const always = [
    NO_PANIC,
    ...(model === undefined ? [] : [LINEARIZABLE]),
    ...asked.map((each) => each.name),
  ];
  const unknown = names.find((each) => !own.includes(each) && !always.includes(each));
  if (unknown !== undefined) {
    const known = [...own, ...always].map((each) => `"${each}"`).join(', ');
    throw new BadInput(`--property ${unknown}: ${name} has no such property; it has ${known}`);
  }
  return properties.filter((each) => names.includes(each.name));
}

/** Rejects unknown timers: one that does not exist would silently never fire. */
function refuseUnknownTimers(
  { timer }: CheckOptions,
  { clients, name, replicas, timers }: CheckSystem,
): void {
  const processes = replicas.length + clients.length;
  const known = new Set([...Object.values(timers?.replicas ?? {}), ...Object.values(timers?.clients ?? {})]);
  for (const each of timer) {
    const [, asked = '', process] = /^([^=@]*)(?:@([^=]*))?/.exec(each) ?? [];
    if (process !== undefined && !(/^\d+$/.test(process) && Number(process) < processes))
      throw new BadInput(`--timer ${each}: there is no process ${process}; they are 0 to ${processes - 1}`);
    if (known.has(asked) || /^timer \d+$/.test(asked)) continue;
    const names =
      known.size === 0 ? 'none with a name; by number: --timer "timer 0=1"' : [...known].join(', ');
    throw new BadInput(`--timer ${each}: ${name} has no such timer; it has ${names}`);
  }
}

import path from 'node:path';
import { CheckRun } from '../../check/check-run.ts';
import type { CheckSystem } from '../../check/model/check-system.ts';
import { everyOperationEnds } from '../../check/model/property.ts';
import type { CheckTemplate, Size } from '../../check/model/template.ts';
import type { CheckResult } from '../../check/result/result.ts';
import { makeFolder } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { NondeterminismError, withoutNondeterminism } from '../../kernel/guard.ts';
import type { Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import { text } from '../../text/layout.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress } from '../shared/progress.ts';
import { templateFromRun } from './begin.ts';
import { keepCounterexample, keptLines } from './counterexample.ts';
import type { CheckJob } from './job.ts';
import { headLines, resultLines } from './lines.ts';
import { templateNamed } from './load.ts';
import { Meter, type Spent } from './meter.ts';
import { type CheckOptions, configurationOf, sizeOf } from './options.ts';
import { progressText } from './progress-text.ts';
import { resultJson } from './result-json.ts';
import { runWalks } from './walks.ts';
import { wordsOf } from './words.ts';

/** States between two looks at the clock and at Ctrl-C. */
const PIECE = 1 << 14;

/** @throws BadInput */
export async function runCheck(options: CheckOptions, io: Io, registry: Registry): Promise<ExitCode> {
  const job = await prepare(options, registry);
  if (options.out !== undefined) makeOut(options.out);
  if (options.json !== true) io.out(text(headLines(job, io.paint)));
  try {
    if (options.walks !== undefined)
      return await runWalks(job, parseInteger('--walks', options.walks, 1), io);
    const { result, spent } = await carryOut(job, io);
    const broken = result.properties.find(({ verdict }) => verdict === 'violated');
    const kept =
      broken === undefined || options.out === undefined
        ? undefined
        : keepCounterexample(job, broken, options.out);
    if (options.json === true) io.out(`${JSON.stringify(resultJson(result, spent, kept))}\n`);
    else
      io.out(
        text([
          ...resultLines(job, result, spent, io.paint),
          ...(kept === undefined ? [] : keptLines(kept, io.paint)),
        ]),
      );
    return exitCodeOf(result);
  } catch (error) {
    if (!(error instanceof NondeterminismError)) throw error;
    io.err(`${error.message}: a handler may use nothing but its state, its event and ctx\n`);
    return ExitCode.nondeterminism;
  }
}

/** Before anything is searched for: what is found must not get lost. @throws BadInput */
function makeOut(folder: string): void {
  try {
    makeFolder(path.resolve(folder));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new BadInput(`--out ${folder}: the folder cannot be made (${code})`);
  }
}

async function templateFor(options: CheckOptions, registry: Registry): Promise<CheckTemplate> {
  const { catalogue, from, mutant: id, system } = options;
  if (from !== undefined) return templateFromRun(from, options, registry);
  if (system === undefined) throw new BadInput("required option '--system <name|file>' not specified");
  return templateNamed(system, registry, id === undefined ? undefined : { id, catalogue });
}

async function prepare(options: CheckOptions, registry: Registry): Promise<CheckJob> {
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

/** A timer that does not exist never fires, and nobody would notice. */
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

async function carryOut(job: CheckJob, io: Io): Promise<{ result: CheckResult; spent: Spent }> {
  const { configuration, minutesMax, memoryMaxMb, options, statesMax, system } = job;
  const meter = new Meter(io);
  const progress = new Progress(io, options.json !== true);
  const run = withoutNondeterminism(
    () =>
      new CheckRun(system, configuration, {
        toTheEnd: options.toTheEnd === true,
        ...(statesMax === undefined ? {} : { statesMax }),
      }),
  );
  const stopListening = io.onInterrupt(() => run.stop('interrupted'));
  try {
    while (withoutNondeterminism(() => run.advance(PIECE))) {
      progress.show(() => progressText(run, meter));
      if (minutesMax !== undefined && meter.minutes >= minutesMax) run.stop('budget');
      if (memoryMaxMb !== undefined && meter.rssMb >= memoryMaxMb) run.stop('budget');
      await io.breathe();
    }
    const spent = meter.spent();
    return { result: withoutNondeterminism(() => run.result()), spent };
  } finally {
    stopListening();
    progress.erase();
  }
}

export function exitCodeOf({ verdict }: CheckResult): ExitCode {
  switch (verdict) {
    case 'holds':
      return ExitCode.clean;
    case 'violation':
      return ExitCode.violation;
    case 'budget':
      return ExitCode.budget;
    case 'interrupted':
      return ExitCode.interrupted;
  }
}

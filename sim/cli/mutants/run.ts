import type { Bundle } from '../../campaign/bundle.ts';
import { BadInput } from '../../input/bad-input.ts';
import { runCampaign } from '../../mutants/campaign.ts';
import type { Elsewhere } from '../../mutants/elsewhere.ts';
import { isControl, type Mutant } from '../../mutants/mutant.ts';
import { type Prepared, type PrepareOptions, prepareMutants } from '../../mutants/prepare.ts';
import { type Score, scoreOf } from '../../mutants/score.ts';
import { isSystemFile, type Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import { text } from '../../text/layout.ts';
import { count, several } from '../../words/units.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress } from '../shared/progress.ts';
import { workerProgram } from '../shared/system-bundle.ts';
import { withSystemFiles } from '../shared/system-file.ts';
import { onFleet } from './fleet.ts';
import { type MutantsJob, type MutantsOptions, parseMutantsJob } from './job.ts';
import { scoreJson } from './json.ts';
import { tableLines } from './lines.ts';

/** A run that takes longer counts as a hang. The longest legitimate runs take a few seconds. */
const HANG_MS = 60_000;
/** Runs of a trial compared with the unmutated build, whose runs all mutants share. */
const COMPARED_MAX = 100;

/** @throws BadInput */
export async function runMutants(options: MutantsOptions, io: Io, registry: Registry): Promise<ExitCode> {
  const job = parseMutantsJob(options);
  const elsewhere = job.fleet === undefined ? undefined : await onFleet(job.fleet, HANG_MS, io);
  const stop = new AbortController();
  const listening = io.onInterrupt(() => stop.abort());
  const progress = new Progress(io, true);
  try {
    const score = await measure(job, registry, progress, elsewhere, stop.signal);
    progress.erase();
    print(score, job, io);
    return stop.signal.aborted ? ExitCode.interrupted : exitCodeOf(score);
  } finally {
    progress.erase();
    listening();
  }
}

async function measure(
  job: MutantsJob,
  registry: Registry,
  progress: Progress,
  elsewhere: Elsewhere | undefined,
  signal: AbortSignal,
): Promise<Score> {
  const prepared = await programs(job, registry, signal);
  if (signal.aborted) return scoreOf(job.mutants.map((mutant) => ({ mutant, trials: [] })));
  const total = job.mutants.reduce((sum, mutant) => sum + job.trialsOf(mutant), 0);
  let runs = 0;
  let ended = 0;
  let found = 0;
  const finds = new Map<Mutant, readonly boolean[]>();
  const show = (): void =>
    progress.show(
      () => `trial ${count(ended)} of ${count(total)} · ${count(found)} found · ${count(runs)} runs`,
    );
  const measured = await runCampaign(prepared, {
    trialsOf: (mutant) => job.trialsOf(mutant),
    budgetOf: (mutant) => job.budgetOf(mutant),
    workers: job.workers,
    ...(elsewhere === undefined ? {} : { elsewhere }),
    blackBox: job.blackBox,
    base: job.base,
    hangMs: HANG_MS,
    comparedMax: COMPARED_MAX,
    signal,
    onRun() {
      runs++;
      show();
    },
    onTrial(mutant, { finding }) {
      ended++;
      if (finding !== undefined) found++;
      show();
      const its = [...(finds.get(mutant) ?? []), finding !== undefined];
      finds.set(mutant, its);
      if (its.length < job.trialsOf(mutant)) return;
      const times = its.filter((isFound) => isFound).length;
      progress.log(`${mutant.id} ${mutant.name}: found in ${times} of ${several(its.length, 'trial')}`);
    },
  });
  return scoreOf(measured);
}

/** Builds all programs of the campaign. @throws BadInput */
async function programs(job: MutantsJob, registry: Registry, signal: AbortSignal): Promise<Prepared> {
  const { system = registry.defaultSystem } = job;
  if (!isSystemFile(system)) {
    if (!registry.systems.has(system)) throw new BadInput(unknownSystem(system, registry));
    return prepareMutants(job.mutants, { systems: registry.systems, system, signal, ...wholeFor(job, []) });
  }
  const { systems } = await withSystemFiles(registry, [system]);
  const program = (mutant: Mutant | undefined): Promise<Bundle> => workerProgram('mutants', [system], mutant);
  return prepareMutants(job.mutants, { systems, system, program, signal, ...wholeFor(job, [system]) });
}

/** Workers of a fleet have no packages: programs for them bring their own. */
function wholeFor({ fleet }: MutantsJob, systems: readonly string[]): Pick<PrepareOptions, 'program'> {
  if (fleet === undefined) return {};
  return { program: (mutant) => workerProgram('mutants', systems, mutant, { isWhole: true }) };
}

const unknownSystem = (name: string, { systems }: Registry): string =>
  `there is no system "${name}"; there are ${[...systems.keys()].join(', ')}, and files such as ./my-system.ts`;

function print(score: Score, job: MutantsJob, io: Io): void {
  if (job.json) {
    io.out(`${JSON.stringify(scoreJson(score, job.blackBox))}\n`);
    return;
  }
  io.out(text([...tableLines(score, job.blackBox, io.paint), io.paint.command(nextCommand(score, job))]));
}

/** Command to investigate the worst result. */
function nextCommand({ mutants: all }: Score, job: MutantsJob): string {
  const wrong = all.flatMap(({ suspects }) => suspects).find(({ build }) => build === 'unmutated');
  if (wrong !== undefined)
    return commandLine('sim', wrong.seed, job.system === undefined ? [] : ['--system', job.system]);
  const again = (ids: readonly string[], options: readonly string[]): string =>
    commandLine('mutants', undefined, [
      ...job.origin,
      ...(job.blackBox ? ['--black-box'] : []),
      '--only',
      ids.join(','),
      ...options,
    ]);
  const loud = all.filter(({ mutant, found }) => isControl(mutant) && found > 0);
  if (loud.length > 0)
    return again(
      loud.map(({ mutant }) => mutant.id),
      ['--trials', '1', '--json'],
    );
  const missed = all.filter(({ mutant, found, trials }) => !isControl(mutant) && found < trials);
  if (missed.length > 0)
    return again(
      missed.map(({ mutant }) => mutant.id),
      ['--minutes', '30'],
    );
  return commandLine('mutants', undefined, [...job.origin, ...(job.blackBox ? [] : ['--black-box'])]);
}

/** An undetected mutant is a measurement; a failing unmutated build, or a control that fires, is a bug. */
function exitCodeOf({ mutants: all }: Score): ExitCode {
  const bad = all.some(
    ({ mutant, found, suspects }) =>
      (isControl(mutant) && found > 0) || suspects.some(({ build }) => build === 'unmutated'),
  );
  return bad ? ExitCode.violation : ExitCode.clean;
}

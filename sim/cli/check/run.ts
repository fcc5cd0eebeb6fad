import os from 'node:os';
import path from 'node:path';
import { CheckRun } from '../../check/check-run.ts';
import { notChecked } from '../../check/judge/alike.ts';
import type { CheckResult } from '../../check/result/result.ts';
import { PIECE_WORDS } from '../../check/search/frontier.ts';
import { WarmUpError } from '../../check/search/warm-up.ts';
import { makeFolder } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import { NondeterminismError, withoutNondeterminism } from '../../kernel/guard.ts';
import type { Registry } from '../../systems/registry.ts';
import { text } from '../../text/layout.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress } from '../shared/progress.ts';
import { keepCounterexample, keptLines } from './counterexample.ts';
import type { CheckJob } from './job.ts';
import { Keeper } from './keeper.ts';
import { headLines, resultLines } from './lines.ts';
import { Meter, type Spent } from './meter.ts';
import type { CheckOptions } from './options.ts';
import { PieceFile } from './piece-file.ts';
import { prepare } from './prepare.ts';
import { progressText } from './progress-text.ts';
import { resultJson } from './result-json.ts';
import { searchWork } from './saved-work.ts';
import { runWalks } from './walks.ts';

/** Size of a piece of the frontier. */
const PIECE_MB = (PIECE_WORDS * 4) / 2 ** 20;

/** States explored between checks of the clock and Ctrl-C. */
const PIECE = 1 << 14;

/** @throws BadInput */
export async function runCheck(options: CheckOptions, io: Io, registry: Registry): Promise<ExitCode> {
  const job = await prepare(options, registry);
  if (options.out !== undefined) makeOut(options.out);
  try {
    refuseBadWarmUp(job);
    if (options.json !== true) io.out(text(headLines(job, io.paint)));
    if (options.walks !== undefined)
      return await runWalks(job, parseInteger('--walks', options.walks, 1), io);
    const { result, spent } = await carryOut(job, io);
    const broken = result.properties.find(({ verdict }) => verdict === 'violated');
    const kept =
      broken === undefined || options.out === undefined
        ? undefined
        : keepCounterexample(job, broken, options.out);
    if (options.json === true) {
      const judged = result.properties.map(({ name }) => name);
      const unchecked = notChecked(job.system, judged);
      io.out(`${JSON.stringify(resultJson(result, spent, kept, unchecked, job.size))}\n`);
    } else
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

/** @throws BadInput */
function refuseBadWarmUp({ configuration, system }: CheckJob): void {
  if (system.warmUp === undefined) return;
  try {
    withoutNondeterminism(() => new CheckRun(system, configuration));
  } catch (error) {
    throw error instanceof WarmUpError ? new BadInput(`--warm-up ${system.warmUp}: ${error.message}`) : error;
  }
}

/** Creates the output folder before the search, so that no finding is lost. @throws BadInput */
function makeOut(folder: string): void {
  try {
    makeFolder(path.resolve(folder));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new BadInput(`--out ${folder}: the folder cannot be made (${code})`);
  }
}

async function carryOut(job: CheckJob, io: Io): Promise<{ result: CheckResult; spent: Spent }> {
  const { beamStates, configuration, frontierMaxMb, minutesMax, memoryMaxMb, options, statesMax, system } =
    job;
  const meter = new Meter(io);
  const progress = new Progress(io, options.json !== true);
  const folder = options.out === undefined ? os.tmpdir() : path.resolve(options.out);
  const run = withoutNondeterminism(
    () =>
      new CheckRun(system, configuration, {
        toTheEnd: options.toTheEnd === true,
        overflow: { piecesMax: Math.ceil(frontierMaxMb / PIECE_MB), open: () => new PieceFile(folder) },
        ...(statesMax === undefined ? {} : { statesMax }),
        ...(beamStates === undefined ? {} : { beam: { states: beamStates, seed: options.seed ?? '1' } }),
      }),
  );
  const keeper = new Keeper(job, searchWork(job, run), io);
  keeper.begin();
  const stopListening = io.onInterrupt(() => run.stop('interrupted'));
  try {
    while (withoutNondeterminism(() => run.advance(PIECE))) {
      progress.show(() => progressText(run, meter));
      if (minutesMax !== undefined && meter.minutes >= minutesMax) run.stop('budget');
      if (memoryMaxMb !== undefined && meter.rssMb >= memoryMaxMb) run.stop('budget');
      keeper.look();
      await io.breathe();
    }
    keeper.end();
    const spent = meter.spent();
    return { result: withoutNondeterminism(() => run.result()), spent };
  } finally {
    run.close();
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
    case 'vacuous':
    case 'budget':
      return ExitCode.budget;
    case 'interrupted':
      return ExitCode.interrupted;
  }
}

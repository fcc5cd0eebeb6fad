import { BadInput } from '../../input/bad-input.ts';
import { pairPage } from '../../page/pair/pair-page.ts';
import { record } from '../../page/recording/record.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import { nearestPassing } from '../../shrink/explain.ts';
import { judge } from '../../shrink/oracle.ts';
import type { Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { count } from '../../words/units.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { subjectOf } from '../shared/run-job.ts';
import type { ReportOptions } from './options.ts';
import { type RecordedRun, recordedRun, warnOfOther } from './recorded-run.ts';
import { write } from './write.ts';

/** In place of another run: the nearest one that passes. */
const PASSING = 'passing';
/** Time limit for finding it. */
const SEARCH_MS = 10_000;

/** Two runs on one page: options are those of both, but a failure file says of itself what it needs. @throws BadInput */
export async function runPair(
  words: string,
  beside: string,
  options: ReportOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  if (options.export !== undefined) throw new BadInput('--beside makes a page: leave --export out');
  const left = await recordedRun(words, options, registry);
  const right =
    beside === PASSING ? await passingBeside(left, io) : await recordedRun(beside, options, registry);
  for (const { job, recorded } of [left, right]) warnOfOther(job, recorded, io);
  const file = options.html ?? 'report.html';
  write(file, pairPage({ left: left.recorded, right: right.recorded }));
  const sizes = [left, right].map(({ recorded: { verdict, steps } }) => `${verdict}, ${count(steps)} steps`);
  io.out(
    text([
      `${io.paint.good('✓ written')}  ${file} · left: ${sizes[0]} · right: ${sizes[1]}`,
      labelled(['again', io.paint.command(left.again)]),
    ]),
  );
  return ExitCode.clean;
}

/** The run that passes, with one decision calm, and parts from the failing one last. @throws BadInput */
async function passingBeside({ job, scenario }: RecordedRun, io: Io): Promise<RecordedRun> {
  const { system, edits } = job;
  const untilMs = io.nowMs() + SEARCH_MS;
  const nearest = await inOwnTurn(() => {
    const failing = judge(system, { scenario, edits }, undefined);
    if (failing === undefined || 'slipped' in failing)
      throw new BadInput(`--beside ${PASSING}: seed ${scenario.seed} violates nothing`);
    return nearestPassing(system, failing, { spent: () => io.nowMs() > untilMs });
  });
  if (nearest === undefined)
    throw new BadInput(`--beside ${PASSING}: no run that differs in one decision was found to pass`);
  const calmed = Object.entries(nearest.edits).filter(([name, value]) => value !== edits[name]);
  const forced = calmed.flatMap(([name, value]) => ['--edit', `${name}=${value}`]);
  const again = commandLine('sim', subjectOf(job, scenario), [...job.given, ...forced]);
  const recorded = await inOwnTurn(() => record(system, nearest.scenario, nearest.edits, again));
  return { job: { ...job, failure: undefined }, scenario: nearest.scenario, again, recorded };
}

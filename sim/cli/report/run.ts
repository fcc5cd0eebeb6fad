import { BadInput } from '../../input/bad-input.ts';
import type { Recording } from '../../page/recording/recording.ts';
import { page } from '../../page/run/page.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { explain } from '../../shrink/explain.ts';
import { judge } from '../../shrink/oracle.ts';
import type { Registry } from '../../systems/registry.ts';
import { ruleLines, storyText, whyLines } from '../../text/explain-lines.ts';
import { labelled, text } from '../../text/layout.ts';
import { plain } from '../../text/paint.ts';
import { storyOf } from '../../text/story.ts';
import { count } from '../../words/units.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import type { RunJob } from '../shared/run-job.ts';
import { formatOf } from './format.ts';
import { drawnOdds } from './odds.ts';
import type { ReportOptions } from './options.ts';
import { runPair } from './pair.ts';
import { recordedRun, warnOfOther } from './recorded-run.ts';
import { deliver } from './write.ts';

/** Time limit for explaining a small failure. */
const EXPLAIN_MS = 10_000;
const STORY_LINES = 14;

/** @throws BadInput */
export async function runReport(
  words: string,
  options: ReportOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  const format = formatOf(options);
  if (options.beside !== undefined && options.odds)
    throw new BadInput('--odds is of one run: leave --beside out');
  if (options.beside !== undefined) return runPair(words, options.beside, options, io, registry);
  const { job, scenario, again, recorded } = await recordedRun(words, options, registry);
  const odds = options.odds ? await inOwnTurn(() => drawnOdds(job, scenario, recorded, io)) : undefined;
  const recording =
    format === page
      ? {
          ...recorded,
          ...(await inOwnTurn(() => whyOf(job, scenario, recorded, io))),
          ...(odds === undefined ? {} : { odds: odds.shown }),
        }
      : recorded;
  warnOfOther(job, recording, io);
  const written = format(recording);
  const file = deliver(options, written, io);
  if (file === undefined) return ExitCode.clean;
  const size = `${count(recording.steps)} steps, ${count(recording.events.length)} events`;
  io.out(
    text([
      `${io.paint.good('✓ written')}  ${file} · ${recording.verdict} · ${size}`,
      ...(odds?.lines ?? []),
      labelled(['again', io.paint.command(again)]),
    ]),
  );
  return ExitCode.clean;
}

/** Story of a violation; for a shrunk run, also the conditions it needs to fail. */
function whyOf(
  job: RunJob,
  scenario: Scenario,
  { violation, hash }: Recording,
  io: Io,
): Pick<Recording, 'why' | 'tour'> {
  if (violation === null) return {};
  const { system, edits } = job;
  const story = storyOf(system, scenario, edits, violation, hash, { told: STORY_LINES, style: 'sentence' });
  const lines = story === undefined ? [...storyText(story, scenario, plain)] : []; // told by the tour
  if (Object.keys(edits).length > 0) {
    const untilMs = io.nowMs() + EXPLAIN_MS;
    const failing = judge(system, { scenario, edits }, undefined);
    if (failing !== undefined && 'size' in failing)
      lines.push(
        ...(story === undefined ? [] : ruleLines(scenario)),
        ...whyLines({ story, ...explain(system, failing, { spent: () => io.nowMs() > untilMs }) }, plain),
      );
  }
  const why = lines.map((line) => line.replace(/^ {2}/, ''));
  return story === undefined ? { why } : { why, tour: story };
}

import path from 'node:path';
import { recordMerged } from '../../page/recording/record-merged.ts';
import { page } from '../../page/run/page.ts';
import { enact } from '../../recorded/enact.ts';
import { readRun, soundRun } from '../../recorded/read-run.ts';
import { damageIn } from '../../served/recorded.ts';
import { shrinkRecorded } from '../../shrink/shrink-recorded.ts';
import type { Registry } from '../../systems/registry.ts';
import { onRecording } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { mergedLines, unjudgedParts } from '../../text/merged-lines.ts';
import { storyIn } from '../../text/story.ts';
import { count, duration } from '../../words/units.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress } from '../shared/progress.ts';
import { recordedWith, refuseOthers } from '../shared/recorded-with.ts';
import { systemsFor } from '../shared/served-options.ts';
import { writeFileFor } from '../shared/write-file.ts';
import { limitsOf } from './limits.ts';
import type { ShrinkCommandOptions } from './run.ts';

const STORY_LINES = 20;

/** Makes a failing recorded run small, in the tank. @throws BadInput */
export async function shrinkRecording(
  options: ShrinkCommandOptions & { readonly recording: string },
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  const { recording: folder, json } = options;
  refuseOthers(options, ['system', 'minutes', 'tries', 'out', 'json']);
  const { searchMs, runsMax } = limitsOf(options);
  const systems = systemsFor(await recordedWith(options.system, registry));
  const run = await readRun(folder, systems);
  const damage = damageIn(folder);
  const sound = await soundRun(run, systems);
  const progress = new Progress(io, json !== true);
  const untilMs = io.nowMs() + searchMs;
  let tries = 0;
  const shrunk = await shrinkRecorded(run, {
    spent: () => tries >= runsMax || io.nowMs() > untilMs,
    ...(sound === undefined ? {} : { sound }),
    progress(steps, done) {
      tries = done;
      progress.show(() => `${count(steps)} steps · ${count(done)} tries`);
    },
  });
  progress.erase();
  if (shrunk === undefined) {
    const whole = enact(run);
    const isWhole = unjudgedParts(run, whole, damage).length === 0;
    const verdict = isWhole ? 'pass' : 'unjudged';
    if (json === true) io.out(`${JSON.stringify({ verdict, steps: whole.steps })}\n`);
    else {
      const title = isWhole
        ? io.paint.good('✓ it does not fail in the tank')
        : io.paint.warning('~ what could be judged of it does not fail in the tank');
      io.out(text([title, ...mergedLines(run, whole, damage, io.paint)]));
    }
    return isWhole ? ExitCode.clean : ExitCode.budget;
  }
  const { done: items, losses, hash, violation } = shrunk.enacted;
  const again = onRecording('shrink', folder, options.system);
  const { recording } = recordMerged(run, again, { items, losses });
  const file = options.out ?? path.join(folder, 'shrunk.html');
  writeFileFor('--out', file, page(recording));
  const system = run.logs[0]?.serving.system;
  const story =
    system === undefined || violation === undefined
      ? undefined
      : storyIn(
          (observer, traceSteps) => enact(run, { items, losses, observers: [observer], traceSteps }),
          system,
          run.replicas,
          violation,
          hash,
          { told: STORY_LINES },
        );
  const from = run.items.findIndex(({ id }) => id === items.at(-1)?.id) + 1;
  if (json === true) {
    const steps = { recorded: run.items.length, until: from, shrunk: shrunk.enacted.steps };
    const { tries: tried, finished } = shrunk;
    io.out(
      `${JSON.stringify({ verdict: 'violation', violation, steps, tries: tried, finished, page: file })}\n`,
    );
    return ExitCode.violation;
  }
  io.out(
    text([
      `${io.paint.good('✓ shrunk')}  from ${count(from)} steps to ${count(shrunk.enacted.steps)}, in ${count(shrunk.tries)} tries${shrunk.finished ? '' : '; the time was up before nothing more could be left out'}`,
      // What is left out leaves other states: that is no news here.
      ...mergedLines(run, { ...shrunk.enacted, unlike: undefined }, damage, io.paint),
      ...(story ?? []).map(
        ({ step, timeUs, text: line }) =>
          `  ${io.paint.faint(`${count(step).padStart(5)}  ${duration(timeUs).padEnd(9)}`)} ${line}`,
      ),
      '',
      labelled(['page', file]),
      labelled(['again', io.paint.command(again)]),
    ]),
  );
  return ExitCode.violation;
}

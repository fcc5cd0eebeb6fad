import type { Property } from '../../check/model/property.ts';
import { Space } from '../../check/parts/space.ts';
import { RandomWalks } from '../../check/search/random-walks.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import { storyLines } from '../../text/check-story.ts';
import { labelled, text } from '../../text/layout.ts';
import { count, several } from '../../words/units.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress } from '../shared/progress.ts';
import { keepCounterexample, keptJson, keptLines } from './counterexample.ts';
import type { CheckJob } from './job.ts';
import { Keeper } from './keeper.ts';
import { Meter } from './meter.ts';
import { pathJson } from './result-json.ts';
import { walksWork } from './saved-work.ts';

/** Tries random schedules: violations found are real, but their absence proves nothing. */
export async function runWalks(job: CheckJob, wanted: number, io: Io): Promise<ExitCode> {
  const { configuration, minutesMax, options, system } = job;
  const meter = new Meter(io);
  const progress = new Progress(io, options.json !== true);
  const walks = withoutNondeterminism(
    () => new RandomWalks(new Space(system, configuration), options.seed ?? '1'),
  );
  const keeper = new Keeper(job, walksWork(job, walks), io);
  keeper.begin();
  let interrupted = false;
  const stopListening = io.onInterrupt(() => {
    interrupted = true;
  });
  while (walks.walks < wanted && !walks.violated && !interrupted) {
    withoutNondeterminism(() => walks.walk());
    progress.show(() => `${count(walks.walks)} walks · ${count(walks.steps)} steps`);
    if (minutesMax !== undefined && meter.minutes >= minutesMax) break;
    keeper.look();
    await io.breathe();
  }
  stopListening();
  progress.erase();
  keeper.end();
  const broken = [...walks.found].find(([name]) => kindOf(job, name) !== 'sometimes');
  const { cpuSeconds, rssMb, seconds } = meter.spent();
  const kept =
    broken === undefined || options.out === undefined
      ? undefined
      : keepCounterexample(
          job,
          { name: broken[0], kind: kindOf(job, broken[0]), verdict: 'violated', path: broken[1] },
          options.out,
        );
  if (options.json === true) {
    const properties = [...walks.found].map(([name, path]) => ({
      name,
      kind: kindOf(job, name),
      verdict: kindOf(job, name) === 'sometimes' ? 'found' : 'violated',
      path_length: path.steps.length,
      path: pathJson(path),
    }));
    const verdict = broken === undefined ? 'budget' : 'violation';
    const spent = { seconds, cpu_seconds: cpuSeconds, rss_mb: rssMb };
    io.out(
      `${JSON.stringify({ system: system.name, verdict, walks: walks.walks, steps: walks.steps, ...spent, properties, ...(kept === undefined ? {} : { counterexample: keptJson(kept) }), configuration })}\n`,
    );
  } else {
    const done = `${several(walks.walks, 'walk')} · ${several(walks.steps, 'step')} · ${cpuSeconds} s CPU`;
    const lines =
      broken === undefined
        ? [io.paint.warning('✗ nothing was found, and nothing is proven')]
        : [
            io.paint.bad(`✗ ${broken[0]}`),
            ...storyLines(
              system,
              { name: broken[0], kind: kindOf(job, broken[0]), verdict: 'violated', path: broken[1] },
              io.paint,
              false,
            ),
          ];
    io.out(
      text([
        ...lines,
        labelled(['walks', done]),
        labelled(['again', io.paint.command(job.again)]),
        ...(kept === undefined ? [] : keptLines(kept, io.paint)),
      ]),
    );
  }
  if (broken !== undefined) return ExitCode.violation;
  return interrupted ? ExitCode.interrupted : ExitCode.budget;
}

const kindOf = ({ system }: CheckJob, name: string): Property['kind'] =>
  system.properties.find((each) => each.name === name)?.kind ?? 'always';

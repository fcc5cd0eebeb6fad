import type { Decisions } from '../../chance/decisions.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { RunResult } from '../../run/result.ts';
import { finish, type RunOptions } from '../../run/run.ts';
import { Simulation } from '../../run/simulation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Io } from '../shared/io.ts';
import { Progress, perSecond, progressText } from '../shared/progress.ts';
import { type RunJob, subjectOf } from '../shared/run-job.ts';
import { breakpoint } from './breakpoint.ts';

export interface TimedRun {
  readonly result: RunResult;
  readonly stepsPerSecond: number;
  /** The decisions of the run, which know whether forced ones came up. */
  readonly decisions: Decisions;
}

/** Runs a scenario as the job wants it: logged, cut, stopped at a step; with a progress line while it takes long. */
export async function timedRun(job: RunJob, scenario: Scenario, io: Io): Promise<TimedRun> {
  const progress = new Progress(io, job.seeds === undefined && !job.json && job.log.kinds.size === 0);
  const breakAt =
    job.breakAt === undefined
      ? {}
      : { breakAt: breakpoint(job.breakAt, [subjectOf(job, scenario), ...job.given], io) };
  const startMs = io.nowMs();
  const options: RunOptions = {
    edits: job.edits,
    observers: await observersOf(job, io),
    progress: ({ world }) => progress.show(() => progressText(world.step, world.nowUs, io.nowMs() - startMs)),
    ...breakAt,
    ...(job.until === undefined ? {} : { untilStep: job.until }),
  };
  const [simulation, result] = await inOwnTurn(() => {
    const made = Simulation.create(job.system, scenario, options);
    return [made, finish(made, options)] as const;
  });
  const elapsedMs = io.nowMs() - startMs;
  progress.erase();
  const { decisions } = simulation.storm;
  return { result, stepsPerSecond: perSecond(result.steps, elapsedMs), decisions };
}

/** Most runs are not logged, and need not wait until a logger is loaded. */
async function observersOf(job: RunJob, io: Io): Promise<readonly AnyObserver[]> {
  if (job.log.kinds.size === 0) return [];
  const { logObservers } = await import('./log.ts');
  return logObservers(job, io);
}

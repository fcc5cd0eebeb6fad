import inspector from 'node:inspector';
import type { Decisions } from '../../chance/decisions.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import { bounded, CtrlC, TimeOver } from '../../run/bounded.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { RunResult } from '../../run/result.ts';
import { type Course, finish, type RunOptions, resultOf } from '../../run/run.ts';
import { Simulation } from '../../run/simulation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Io } from '../shared/io.ts';
import { Progress, perSecond, progressText } from '../shared/progress.ts';
import { type RunJob, subjectOf } from '../shared/run-job.ts';
import { breakpoint } from './breakpoint.ts';
import type { StuckStep } from './stuck-step.ts';

export interface TimedRun {
  readonly result: RunResult;
  readonly stepsPerSecond: number;
  /** The decisions of the run, which know whether forced ones came up. */
  readonly decisions: Decisions;
  /** A step that took long, or never came to an end: then the run was cut before it. */
  readonly stuck?: StuckStep;
}

/** A step that takes longer is stopped, where the surroundings say nothing else. */
export const STEP_MS_MAX = 5000;
/** Some thousand steps that take longer than this part of it are looked at one by one: at once, or when the run is over. */
const STOPPED_PART = 0.8;
const SLOW_PART = 0.3;
/** Programs are slower, and what is stopped cannot be looked at again: some thousand of their steps have so many times as long. */
export const PROGRAM_PARTS = 12;

/** A stretch of a run that took long. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Runs a scenario as the job wants it: logged, cut, stopped at a step; with a progress line while it takes long.
 * @throws CtrlC
 */
export async function timedRun(job: RunJob, scenario: Scenario, io: Io): Promise<TimedRun> {
  const progress = new Progress(io, job.seeds === undefined && !job.json && job.log.kinds.size === 0);
  const breakAt =
    job.breakAt === undefined
      ? {}
      : { breakAt: breakpoint(job.breakAt, [subjectOf(job, scenario), ...job.given], io) };
  const startMs = io.nowMs();
  const until = job.until === undefined ? {} : { untilStep: job.until };
  const setUp: RunOptions = { edits: job.edits, observers: await observersOf(job, io) };
  const simulation = await inOwnTurn(() => Simulation.create(job.system, scenario, setUp));
  const stepMsMax = io.stepMsMax ?? STEP_MS_MAX;
  const watch = new Watch(io, stepMsMax * SLOW_PART);
  // Who debugs a step has all the time in the world.
  const isDebugged = breakAt.breakAt !== undefined || inspector.url() !== undefined;
  const part = simulation.forks ? STOPPED_PART : PROGRAM_PARTS;
  const limitMs = isDebugged ? Number.POSITIVE_INFINITY : stepMsMax * part;
  try {
    const course: Course = {
      ...until,
      ...breakAt,
      bounded: (steps) => bounded(steps, limitMs),
      progress: ({ world }) => {
        watch.batchEnds(world.step);
        progress.show(() => progressText(world.step, world.nowUs, io.nowMs() - startMs));
      },
    };
    const result = await inOwnTurn(() => finish(simulation, course));
    const stepsPerSecond = perSecond(result.steps, io.nowMs() - startMs);
    progress.erase();
    const stuck =
      watch.slow === undefined || !simulation.forks
        ? undefined
        : await lookedAt(job, scenario, watch.slow, stepMsMax);
    const { decisions } = simulation.storm;
    return { result, stepsPerSecond, decisions, ...(stuck === undefined ? {} : { stuck }) };
  } catch (error) {
    progress.erase();
    if (error instanceof CtrlC)
      io.err(`interrupted in step ${simulation.world.step} of seed ${scenario.seed}\n`);
    if (!(error instanceof TimeOver)) throw error;
    if (!simulation.forks) return programStopped(simulation, io.nowMs() - startMs);
    return stopped(job, scenario, { from: watch.lastStep, to: simulation.world.step + 1 }, io);
  }
}

/** A program was stopped in the middle of something that this thread cannot go on with: no program is run here any more. */
async function programStopped(simulation: Simulation, elapsedMs: number): Promise<TimedRun> {
  const { stuckProgram } = await import('./stuck-step.ts');
  const stuck = stuckProgram(simulation);
  const reason = `step ${stuck.step} does not end: ${stuck.who}`;
  const result = resultOf(simulation, { verdict: 'error', reason });
  const { decisions } = simulation.storm;
  return { result, stepsPerSecond: perSecond(result.steps, elapsedMs), decisions, stuck };
}

/** Some steps took too long together: the one that does not end, or the whole run without a limit when all of them do. */
async function stopped(job: RunJob, scenario: Scenario, stretch: Stretch, io: Io): Promise<TimedRun> {
  const stuck = await lookedAt(job, scenario, stretch, io.stepMsMax ?? STEP_MS_MAX);
  const simulation = await inOwnTurn(() => Simulation.create(job.system, scenario, { edits: job.edits }));
  const { decisions } = simulation.storm;
  const startMs = io.nowMs();
  const ends = stuck?.tookMs !== undefined || stuck === undefined;
  const untilStep = ends ? job.until : stuck.step - 1;
  const course: Course = {
    ...(untilStep === undefined ? {} : { untilStep }),
    bounded: (steps) => bounded(steps, Number.POSITIVE_INFINITY),
  };
  const result = await inOwnTurn(() => finish(simulation, course));
  const stepsPerSecond = perSecond(result.steps, io.nowMs() - startMs);
  if (ends) return { result, stepsPerSecond, decisions, ...(stuck === undefined ? {} : { stuck }) };
  const { cut: _, ...rest } = result;
  const reason = `step ${stuck.step} does not end: ${stuck.who}`;
  return { result: { ...rest, verdict: 'error', reason }, stepsPerSecond, decisions, stuck };
}

async function lookedAt(
  { system, edits }: RunJob,
  scenario: Scenario,
  { from, to }: Stretch,
  limitMs: number,
): Promise<StuckStep | undefined> {
  const { stuckStep } = await import('./stuck-step.ts');
  return inOwnTurn(() => stuckStep(system, scenario, { edits }, from, to, limitMs));
}

/** Notes the first stretch that takes long. */
class Watch {
  slow: Stretch | undefined;
  lastStep = 0;
  private lastMs: number;
  private readonly io: Io;
  private readonly slowMs: number;

  constructor(io: Io, slowMs: number) {
    this.io = io;
    this.slowMs = slowMs;
    this.lastMs = io.nowMs();
  }

  batchEnds(step: number): void {
    const nowMs = this.io.nowMs();
    if (nowMs - this.lastMs > this.slowMs) this.slow ??= { from: this.lastStep, to: step };
    this.lastStep = step;
    this.lastMs = nowMs;
  }
}

/** Most runs are not logged, and need not wait until a logger is loaded. */
async function observersOf(job: RunJob, io: Io): Promise<readonly AnyObserver[]> {
  if (job.log.kinds.size === 0) return [];
  const { logObservers } = await import('./log.ts');
  return logObservers(job, io);
}

import inspector from 'node:inspector';
import type { Decisions } from '../../chance/decisions.ts';
import { firedRules, type RulesFired } from '../../faults/rules/fired-rules.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import { bounded, CtrlC, TimeOver } from '../../run/bounded.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { RunResult } from '../../run/result.ts';
import { type Course, finish, type RunOptions } from '../../run/run.ts';
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
  /** Decisions of the run, including which forced ones were made. */
  readonly decisions: Decisions;
  /** Counts by rule; empty unless the command line has rules. */
  readonly rulesFired: RulesFired;
  /** Slow step, or a step that never ended: then the run was cut before it. */
  readonly stuck?: StuckStep;
}

/** Default time limit of a step. */
export const STEP_MS_MAX = 5000;
/** Fractions of the limit at which a batch of steps is examined step by step: immediately, or after the run. */
const STOPPED_PART = 0.8;
const SLOW_PART = 0.3;
/** Limit of a batch of programs' steps, as a multiple: programs are slower, and a stopped batch cannot go on. */
export const PROGRAM_PARTS = 2;

/** Range of steps that took long. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Runs a scenario with the job's logging, cutoff and breakpoint; shows a progress line if it takes long.
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
  const stepMsMax = io.stepMsMax ?? STEP_MS_MAX;
  const programMsMax = stepMsMax * PROGRAM_PARTS;
  const rulesFired = new Map<number, number>();
  const logs = await observersOf(job, io);
  const start = (): Simulation => {
    const observers = [...logs(), ...(job.hasRules ? [firedRules(rulesFired)] : [])];
    const setUp: RunOptions = { edits: job.edits, observers, programMsMax };
    return Simulation.create(job.system, scenario, setUp);
  };
  let simulation = await inOwnTurn(start);
  let isUsed = false;
  const watch = new Watch(io, stepMsMax * SLOW_PART);
  // No time limit while debugging.
  const isDebugged = breakAt.breakAt !== undefined || inspector.url() !== undefined;
  // A batch of programs has its own limit.
  const limitMs = isDebugged || !simulation.forks ? Number.POSITIVE_INFINITY : stepMsMax * STOPPED_PART;
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
    const result = await inOwnTurn(() => {
      if (isUsed) simulation = start(); // the machine was too busy
      isUsed = true;
      return finish(simulation, course);
    });
    const stepsPerSecond = perSecond(result.steps, io.nowMs() - startMs);
    progress.erase();
    const stuck =
      result.hang !== undefined
        ? (await import('./stuck-step.ts')).stuckProgram(simulation, result.hang, programMsMax)
        : watch.slow === undefined || !simulation.forks
          ? undefined
          : await lookedAt(job, scenario, watch.slow, stepMsMax);
    const { decisions } = simulation.storm;
    return { result, stepsPerSecond, decisions, rulesFired, ...(stuck === undefined ? {} : { stuck }) };
  } catch (error) {
    progress.erase();
    if (error instanceof CtrlC)
      io.err(`interrupted in step ${simulation.world.step} of seed ${scenario.seed}\n`);
    if (!(error instanceof TimeOver)) throw error;
    return stopped(job, scenario, { from: watch.lastStep, to: simulation.world.step + 1 }, io);
  }
}

/** Handles a batch that took too long: finds the step that does not end, or repeats the run without a limit if all end. */
async function stopped(job: RunJob, scenario: Scenario, stretch: Stretch, io: Io): Promise<TimedRun> {
  const stuck = await lookedAt(job, scenario, stretch, io.stepMsMax ?? STEP_MS_MAX);
  const rulesFired = new Map<number, number>();
  const observers = job.hasRules ? [firedRules(rulesFired)] : [];
  const simulation = await inOwnTurn(() =>
    Simulation.create(job.system, scenario, { edits: job.edits, observers }),
  );
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
  if (ends)
    return { result, stepsPerSecond, decisions, rulesFired, ...(stuck === undefined ? {} : { stuck }) };
  const { cut: _, ...rest } = result;
  const reason = `step ${stuck.step} does not end: ${stuck.who}`;
  return { result: { ...rest, verdict: 'error', reason }, stepsPerSecond, decisions, rulesFired, stuck };
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

/** Records the first slow range of steps. */
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

/** Loads the logger only for logged runs. */
async function observersOf(job: RunJob, io: Io): Promise<() => readonly AnyObserver[]> {
  if (job.log.kinds.size === 0) return () => [];
  const { logObservers } = await import('./log.ts');
  return () => logObservers(job, io);
}

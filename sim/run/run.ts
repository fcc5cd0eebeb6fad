import { nowMs } from '../kernel/machine.ts';
import type { Ending } from '../scenario/phases.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { Interruption } from './bounded.ts';
import { PROGRAM_BATCH_MS, ProgramHangs } from './hang.ts';
import { type OutsideCall, outsideCallOf, outsideCalls } from './outside-calls.ts';
import { Starved } from './patiently.ts';
import { foundViolation, type RunResult } from './result.ts';
import { type SetUp, Simulation } from './simulation.ts';

/** How a run is taken to its end. */
export interface Course {
  /** Called every few thousand steps, outside the guard. */
  readonly progress?: (simulation: Simulation) => void;
  /** Called right before this step is taken. */
  readonly breakAt?: { readonly step: number; readonly pause: () => void };
  /** Takes some steps under the caller's limit, which may stop them with an {@link Interruption}. */
  readonly bounded?: <T>(steps: () => T) => T;
  /** Steps between two calls of `progress`; some thousands by default. */
  readonly batchSteps?: number;
  /** The run is cut after this step, whatever would come. */
  readonly untilStep?: number;
}

export type RunOptions = SetUp & Course;

/** Steps between two calls of `progress`. */
const BATCH_STEPS = 4096;

/** One scenario from its first step to its verdict. */
export function simulate(system: System, scenario: Scenario, options: RunOptions = {}): RunResult {
  return finish(Simulation.create(system, scenario, options), options);
}

/** Takes all steps that are left. */
export function finish(simulation: Simulation, course: Course = {}): RunResult {
  let ending: Ending | undefined;
  let outsideCall: OutsideCall | undefined;
  let cut = false;
  let hang: ProgramHangs | undefined;
  const { bounded = (steps) => steps() } = course;
  while (ending === undefined) {
    try {
      const batch = bounded(() => simulation.within(() => takeBatch(simulation, course)));
      cut = batch === 'cut';
      ending = batch === 'cut' ? { verdict: 'pass' } : batch;
    } catch (error) {
      if (error instanceof Interruption || error instanceof Starved) throw error;
      if (error instanceof ProgramHangs) {
        hang = error;
        ending = { verdict: 'error', reason: error.message };
        break;
      }
      // Handlers of processes are caught by the world: this is an error of the harness, or of a handler that nobody judges.
      outsideCall = outsideCallOf(error);
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      ending = { verdict: 'error', reason };
    }
    course.progress?.(simulation);
  }
  simulation.dispose();
  outsideCall ??= simulation.world.shared(outsideCalls).first ?? undefined;
  return {
    ...resultOf(simulation, ending),
    ...(cut ? { cut } : {}),
    ...(hang === undefined ? {} : { hang: { step: hang.step, place: hang.place } }),
    ...(outsideCall === undefined ? {} : { nondeterminism: outsideCall }),
  };
}

function takeBatch(
  simulation: Simulation,
  { untilStep = Number.POSITIVE_INFINITY, breakAt, batchSteps = BATCH_STEPS }: Course,
): Ending | 'cut' | undefined {
  const { world } = simulation;
  const endMs = simulation.forks ? Number.POSITIVE_INFINITY : nowMs() + PROGRAM_BATCH_MS;
  for (let i = 0; i < batchSteps; i++) {
    if (world.step >= untilStep) return 'cut';
    if (breakAt !== undefined && world.step + 1 === breakAt.step) breakAt.pause();
    const ending = simulation.step();
    if (ending !== undefined) return ending;
    if (endMs < Number.POSITIVE_INFINITY && nowMs() > endMs) break;
  }
  return undefined;
}

/** Result of a run in this state, with this ending. */
export function resultOf({ world, storm, workload }: Simulation, ending: Ending): RunResult {
  const violation = world.violation ?? ending.violation;
  return {
    verdict: ending.verdict,
    steps: world.step,
    virtualUs: world.nowUs,
    hash: world.hash,
    faults: storm.counts,
    probes: Object.fromEntries([...world.probes].sort(([a], [b]) => (a < b ? -1 : 1))),
    operations: { ...workload.counts },
    trace: world.trace,
    ...(violation === undefined ? {} : { violation: foundViolation(violation) }),
    ...(ending.reason === undefined ? {} : { reason: ending.reason }),
  };
}

import type { Observer } from '../../invariants/observer.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import { type DecisionGuide, type DecisionRecorder, Decisions, type Edits } from '../chance/decisions.ts';
import type { FaultCounts } from '../faults/counts.ts';
import { Storm } from '../faults/storm.ts';
import { NondeterminismError, withoutNondeterminism } from '../kernel/guard.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import { Trace } from '../kernel/trace.ts';
import { type Violation, World } from '../kernel/world.ts';
import { type Ending, Phases } from '../scenario/phases.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type OperationCounts, Workload } from '../scenario/workload.ts';
import type { AnyInvariant, System, SystemRun } from './system.ts';

/** How a run ended. `excused`: no progress, but the checker proved from disk images that none was possible. */
export type Verdict = 'pass' | 'violation' | 'excused' | 'budget' | 'error';

export interface RunOptions {
  readonly edits?: Edits;
  /** Observers besides the system's invariants; they see each event first. */
  readonly observers?: readonly AnyObserver[];
  /** False: none of the system's invariants (to measure what they cost). */
  readonly checked?: boolean;
  readonly recorder?: DecisionRecorder;
  /** Decides in place of the seed and the edits. */
  readonly guide?: DecisionGuide;
  /** Steps that the trace remembers: a power of two. */
  readonly traceSteps?: number;
  /** Called every few thousand steps, outside the guard. */
  readonly progress?: (tank: Simulation) => void;
  /** Called right before this step is taken. */
  readonly breakAt?: { readonly step: number; readonly pause: () => void };
  /** The run is cut after this step, whatever would come. */
  readonly untilStep?: number;
}

/** A violation as a person or a machine reads it. */
export interface Breach {
  readonly invariant: string;
  readonly name: string;
  readonly statement: string;
  readonly title: string;
  readonly step: number;
  readonly timeUs: number;
  readonly process: number | null;
  readonly facts: readonly string[];
  /** `invariant id + normalised witness`: equal for the same bug. */
  readonly fingerprint: string;
}

/** How a run ended, and what happened in it. */
export interface RunResult {
  readonly verdict: Verdict;
  readonly steps: number;
  readonly virtualUs: number;
  readonly hash: string;
  readonly faults: FaultCounts;
  readonly probes: Readonly<Record<string, number>>;
  readonly operations: OperationCounts;
  readonly breach?: Breach;
  /** Why there was no progress (excused), or what ran out (budget), or what broke in the harness (error). */
  readonly reason?: string;
  /** A handler or checker reached for a clock, randomness or a timer of the machine. */
  readonly nondeterminism?: OutsideCall;
  /** The run was cut by `untilStep`: its verdict holds up to there only. */
  readonly cut?: true;
  readonly trace: Trace;
}

/** A call that is not the same in every run, and where it was made. */
export interface OutsideCall {
  readonly call: string;
  readonly place: string;
}

/** Notes what the guard threw into a handler; others judge it. Only where others do: alone it would swallow the error. */
const outsideCalls: Observer<{ first: OutsideCall | null }> = {
  initial: () => ({ first: null }),
  on: {
    panic(state, _, __, error) {
      state.first ??= outsideCallOf(error) ?? null;
    },
  },
};

const outsideCallOf = (error: unknown): OutsideCall | undefined =>
  error instanceof NondeterminismError ? { call: error.call, place: error.place } : undefined;

/** Steps between two looks at the outside. */
const BATCH_STEPS = 4096;

/** One scenario, set up: world, environment, workload and invariants. Steps are taken one by one, or all by {@link finish}. */
export class Simulation {
  readonly world: World;
  readonly storm: Storm;
  readonly workload: Workload;
  readonly system: System;
  readonly scenario: Scenario;
  private readonly run: SystemRun;
  private readonly phases: Phases;

  private constructor(parts: {
    world: World;
    system: System;
    scenario: Scenario;
    run: SystemRun;
    phases: Phases;
  }) {
    this.world = parts.world;
    this.storm = parts.world.environment as Storm; // `create` surrounds worlds with these two
    this.workload = parts.world.driver as Workload;
    this.system = parts.system;
    this.scenario = parts.scenario;
    this.run = parts.run;
    this.phases = parts.phases;
  }

  static create(system: System, scenario: Scenario, options: RunOptions = {}): Simulation {
    const run = system.build(scenario);
    const judges = [
      ...(options.observers ?? []),
      ...(run.observers ?? []),
      ...(options.checked === false ? [] : run.invariants),
    ];
    const observers = judges.some(({ on }) => on.panic !== undefined) ? [outsideCalls, ...judges] : judges;
    const decisions = new Decisions(scenario.seed, options.edits);
    decisions.recorder = options.recorder ?? null;
    decisions.guide = options.guide ?? null;
    const parts = {
      replicas: run.replicas,
      clients: run.clients,
      freeze: scenario.isolation === 'frozen',
      plain: scenario.isolation !== 'shared',
      observers,
      trace: new Trace(options.traceSteps ?? 1024),
    };
    const world = new World(parts, (inside) => ({
      environment: new Storm(inside, scenario, decisions, {
        isWhole: (at, replica) => run.isWhole?.(at, replica) ?? false,
        losable: run.losable,
      }),
      driver: new Workload(inside, decisions, scenario, run),
    }));
    world.watch();
    const simulation = new Simulation({ world, system, scenario, run, phases: new Phases() });
    for (const replica of replicasOf(world)) {
      for (const [file, bytes] of run.formatted?.(replica) ?? [])
        simulation.storm.disks.format(replica, file, bytes);
    }
    simulation.storm.begin();
    return simulation;
  }

  /** An independent copy that continues exactly as this one would. */
  fork(): Simulation {
    const { system, scenario, run } = this;
    return new Simulation({ world: this.world.fork(), system, scenario, run, phases: this.phases.fork() });
  }

  /** Takes one step; undefined while the run goes on. */
  step(): Ending | undefined {
    if (this.world.step >= this.scenario.stepsMax) {
      return { verdict: 'budget', reason: `${this.scenario.stepsMax} steps were not enough` };
    }
    const ending = this.phases.advance(this, this.run);
    if (this.world.violation !== undefined) return { verdict: 'violation' };
    return ending;
  }

  /** Takes all steps that are left. */
  finish(options: RunOptions = {}): RunResult {
    const { untilStep = Number.POSITIVE_INFINITY } = options;
    let ending: Ending | undefined;
    let outsideCall: OutsideCall | undefined;
    let cut = false;
    while (ending === undefined) {
      try {
        ending = withoutNondeterminism(() => {
          for (let i = 0; i < BATCH_STEPS; i++) {
            if (this.world.step >= untilStep) {
              cut = true;
              return { verdict: 'pass' };
            }
            if (options.breakAt !== undefined && this.world.step + 1 >= options.breakAt.step) {
              const { pause, step } = options.breakAt;
              if (this.world.step + 1 === step) pause();
            }
            const over = this.step();
            if (over !== undefined) return over;
          }
          return undefined;
        });
      } catch (error) {
        // Handlers of processes are caught by the world; what arrives here is the harness's own fault, or nobody's who asked.
        outsideCall = outsideCallOf(error);
        ending = {
          verdict: 'error',
          reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
        };
      }
      options.progress?.(this);
    }
    outsideCall ??= this.world.shared(outsideCalls).first ?? undefined;
    return {
      ...this.result(ending),
      ...(cut ? { cut } : {}),
      ...(outsideCall === undefined ? {} : { nondeterminism: outsideCall }),
    };
  }

  private result(ending: Ending): RunResult {
    const { world, storm, workload } = this;
    const violation = world.violation ?? ending.violation;
    return {
      verdict: ending.verdict,
      steps: world.step,
      virtualUs: world.nowUs,
      hash: world.hash,
      faults: { ...storm.counts },
      probes: Object.fromEntries([...world.probes].sort(([a], [b]) => (a < b ? -1 : 1))),
      operations: { ...workload.counts },
      trace: world.trace,
      ...(violation === undefined ? {} : { breach: breachOf(violation) }),
      ...(ending.reason === undefined ? {} : { reason: ending.reason }),
    };
  }
}

/** One scenario from its first step to its verdict. */
export function simulate(system: System, scenario: Scenario, options: RunOptions = {}): RunResult {
  return Simulation.create(system, scenario, options).finish(options);
}

function breachOf(violation: Violation): Breach {
  const { id, name, statement } = invariantOf(violation.observer);
  return {
    invariant: id,
    name,
    statement,
    title: violation.title,
    step: violation.step,
    timeUs: violation.timeUs,
    process: violation.process ?? null,
    facts: violation.facts,
    fingerprint: `${id} ${violation.witness}`,
  };
}

/** The invariant that an observer is. Shared facts report nothing; if one does, it says so under its own flag. */
function invariantOf(observer: Observer<object>): Pick<AnyInvariant, 'id' | 'name' | 'statement'> {
  const { id, name, statement } = observer as Partial<AnyInvariant>;
  return {
    id: id ?? 'I0',
    name: name ?? 'observer',
    statement: statement ?? 'an observer reports no violation',
  };
}

/** Addresses of all replicas of a world. */
export const replicasOf = (world: World): ProcessId[] =>
  Array.from({ length: world.replicas }, (_, i) => processId(i));

import { digestOf } from '../../src/process/digest.ts';
import { type DecisionGuide, type DecisionRecorder, Decisions } from '../chance/decisions.ts';
import type { Edits } from '../chance/site.ts';
import type { Turn } from '../chance/turns.ts';
import type { Injection } from '../faults/fault-class.ts';
import { Storm } from '../faults/storm.ts';
import type { Known } from '../faults/storm-options.ts';
import { withoutNondeterminism } from '../kernel/guard.ts';
import { ProcessResident } from '../kernel/process-resident.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import { Trace } from '../kernel/trace.ts';
import { World } from '../kernel/world.ts';
import { everyReplica } from '../scenario/core.ts';
import { fitted } from '../scenario/fits.ts';
import { LIVELOCK_LOOK_MASK, Livelock } from '../scenario/livelock.ts';
import { LIVELOCK } from '../scenario/liveness.ts';
import { type Ending, Phases } from '../scenario/phases.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ProgramRun, System, SystemRun } from '../scenario/system.ts';
import { Workload } from '../scenario/workload.ts';
import { fieldsLabel } from './fields-label.ts';
import { PROGRAM_MS_MAX } from './hang.ts';
import { outsideCalls } from './outside-calls.ts';
import { thrownFacts } from './thrown.ts';
import { withinPrograms } from './within-programs.ts';

/** Everything about a run besides its scenario that must be known when it is set up. */
export interface SetUp {
  /** Decisions forced to other values. */
  readonly edits?: Edits;
  /** Times from which on all streams go on under another salt. */
  readonly turns?: readonly Turn[];
  /** Observers besides the system's invariants; they see each event first. */
  readonly observers?: readonly AnyObserver[];
  /** False: none of the system's invariants (to measure what they cost). */
  readonly checked?: boolean;
  readonly recorder?: DecisionRecorder;
  /** Decides in place of the seed and the edits. */
  readonly guide?: DecisionGuide;
  /** Receives the same hooks as fault classes; must have no effect. */
  readonly listener?: Injection;
  /** Steps that the trace remembers: a power of two. */
  readonly traceSteps?: number;
  /** Time limit of a batch of steps of programs. */
  readonly programMsMax?: number;
}

/** The parts of a simulation. */
interface Parts {
  readonly system: System;
  readonly scenario: Scenario;
  readonly run: SystemRun;
  readonly world: World;
  readonly storm: Storm;
  readonly workload: Workload;
  readonly phases: Phases;
  readonly livelock: Livelock;
  readonly setUp: SetUp;
}

/** One scenario, set up: world, environment, workload and invariants. It is taken step by step. */
export class Simulation {
  readonly system: System;
  readonly scenario: Scenario;
  readonly world: World;
  readonly storm: Storm;
  readonly workload: Workload;
  private readonly run: SystemRun;
  private readonly phases: Phases;
  private readonly livelock: Livelock;
  private readonly setUp: SetUp;

  private constructor(parts: Parts) {
    this.system = parts.system;
    this.scenario = parts.scenario;
    this.world = parts.world;
    this.storm = parts.storm;
    this.workload = parts.workload;
    this.run = parts.run;
    this.phases = parts.phases;
    this.livelock = parts.livelock;
    this.setUp = parts.setUp;
  }

  /** @throws ScenarioError when the system does not take the scenario. */
  static create(system: System, scenario: Scenario, options: SetUp = {}): Simulation {
    const run = fitted(system, scenario);
    const decisions = new Decisions(scenario.seed, options.edits, options.turns);
    decisions.recorder = options.recorder ?? null;
    decisions.guide = options.guide ?? null;
    let storm: Storm | undefined;
    let workload: Workload | undefined;
    const world = new World(
      {
        residents: run.programs?.residents ?? [
          ...run.replicas.map((code) => new ProcessResident(code, run.earlier?.replica)),
          ...run.clients.map((code) => new ProcessResident(code, run.earlier?.client)),
        ],
        replicas: run.programs?.replicas ?? run.replicas.length,
        freeze: scenario.isolation === 'frozen',
        plain: scenario.isolation !== 'shared',
        observers: observersOf(run, scenario, options),
        trace: new Trace(options.traceSteps ?? 1024),
      },
      (inside) => {
        storm = new Storm(inside, scenario, decisions, {
          ...knownOf(inside, run, system),
          listener: options.listener,
        });
        workload = new Workload(inside, decisions, scenario, run);
        return { environment: storm, driver: workload };
      },
    );
    if (storm === undefined || workload === undefined) throw new Error('a world calls for its surroundings');
    run.programs?.settle({ world, storm });
    world.watch();
    for (const replica of everyReplica(world)) {
      for (const [file, bytes] of run.formatted?.(replica) ?? []) storm.disks.format(replica, file, bytes);
    }
    storm.begin();
    const [phases, livelock] = [new Phases(), new Livelock()];
    return new Simulation({
      system,
      scenario,
      run,
      world,
      storm,
      workload,
      phases,
      livelock,
      setUp: options,
    });
  }

  /** An independent copy that continues exactly as this one would. @throws ForkError when a resident has no copy. */
  fork(): Simulation {
    const { system, scenario, run } = this;
    const decisions = this.storm.decisions.fork();
    let { storm, workload } = this;
    const world = this.world.fork((inside) => {
      storm = this.storm.fork(inside, decisions, knownOf(inside, run, system));
      workload = this.workload.fork(inside, decisions);
      return { environment: storm, driver: workload };
    });
    const [phases, livelock] = [this.phases.fork(), this.livelock.fork()];
    const { setUp } = this;
    return new Simulation({ system, scenario, run, world, storm, workload, phases, livelock, setUp });
  }

  /** Takes steps in an environment without nondeterminism. */
  within<T>(body: () => T): T {
    const { programs, system, scenario } = this;
    if (programs === undefined) return withoutNondeterminism(body);
    const { edits = {}, turns = [], programMsMax = PROGRAM_MS_MAX } = this.setUp;
    const again = () => Simulation.create(system, scenario, { edits, turns, checked: false });
    return withinPrograms({ programs, world: this.world, msMax: programMsMax, again }, body);
  }

  /** The programs of the run; undefined when its residents are processes. */
  get programs(): ProgramRun | undefined {
    return this.run.programs;
  }

  /** Whether it can be copied: programs cannot, so a fork repeats their run. */
  get forks(): boolean {
    return this.run.programs === undefined;
  }

  /** Releases resources; no further step may be taken. */
  dispose(): void {
    this.run.programs?.dispose();
  }

  /** Takes one step; undefined while the run goes on. */
  step(): Ending | undefined {
    const { world, scenario } = this;
    if ((world.step & LIVELOCK_LOOK_MASK) === 0 || world.step >= scenario.stepsMax) {
      const early = this.outOfSteps();
      if (early !== undefined) return early;
    }
    let ending: Ending | undefined;
    try {
      ending = this.phases.advance(this, this.run);
    } catch (error) {
      const violation = thrownFacts(error, world);
      if (violation === undefined) throw error;
      return { verdict: 'violation', violation };
    }
    return world.violation !== undefined ? { verdict: 'violation' } : ending;
  }

  /** The step limit is reached, or the remaining steps would be pointless. */
  private outOfSteps(): Ending | undefined {
    const { world, scenario, workload } = this;
    const facts = this.livelock.look(
      world,
      workload.counts,
      scenario,
      this.phases.endUs(scenario),
      this.system,
    );
    if (facts !== undefined) {
      const { step, nowUs: timeUs } = world;
      return { verdict: 'violation', violation: { ...facts, observer: LIVELOCK, step, timeUs } };
    }
    if (world.step < scenario.stepsMax) return undefined;
    return { verdict: 'budget', reason: `${scenario.stepsMax} steps were not enough` };
  }

  /** Everything that can influence the future, as plain data: {@link fork} copies this and nothing else. */
  everything(): object {
    return { ...this.world.everything(), phases: this.phases.state(), livelock: this.livelock.state() };
  }

  /** Digest of {@link everything}: runs of equal scenario, edits and turns that have the same one go on in the same way. */
  stateHash(): string {
    return digestOf(this.everything());
  }
}

function observersOf(run: SystemRun, { judgedBy }: Scenario, options: SetUp): readonly AnyObserver[] {
  const edited = Object.keys(options.edits ?? {}).length > 0;
  const judges = [
    ...(options.observers ?? []),
    ...(run.observers ?? []),
    ...(options.checked === false
      ? []
      : run.invariants.filter(
          ({ id, uneditedOnly }) => judgedBy?.includes(id) !== false && !(edited && uneditedOnly === true),
        )),
  ];
  return judges.some(({ on }) => on.panic !== undefined) ? [outsideCalls, ...judges] : judges;
}

const knownOf = (world: World, run: SystemRun, system: System): Known => ({
  losses: {
    hasRecovered: (replica) => run.hasRecovered?.(world, replica) ?? false,
    losable: run.losable,
  },
  label: system.label ?? fieldsLabel,
});

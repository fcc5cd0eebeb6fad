import type { ViolationFacts } from '../../invariants/observer.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Storm } from '../faults/storm.ts';
import type { Violation } from '../kernel/audience.ts';
import type { World } from '../kernel/world.ts';
import { drawCore, everyReplica } from './core.ts';
import { CONVERGENCE, LIVENESS } from './liveness.ts';
import type { Scenario } from './scenario.ts';
import type { System, SystemRun } from './system.ts';
import type { Workload } from './workload.ts';

/** How a run ended. */
export interface Ending {
  readonly verdict: 'pass' | 'violation' | 'excused' | 'budget' | 'error';
  readonly violation?: Violation;
  readonly reason?: string;
}

/** The run that goes through its phases. */
interface Run {
  readonly world: World;
  readonly storm: Storm;
  readonly workload: Workload;
  readonly system: System;
  readonly scenario: Scenario;
}

type Phase = 'safety' | 'progress' | 'core-convergence' | 'convergence' | 'over';

/** All of the phases that changes. */
export interface PhasesState {
  phase: Phase;
  deadlineUs: number;
  lookUs: number;
  core: readonly ProcessId[];
}

/** How often convergence is looked for. */
const LOOK_US = 10_000;

/**
 * Safety under faults; then faults stop, a core of at least a quorum (of each group that matters) is healed and must answer
 * every client (L1) and agree (L2); then all are healed and must agree (L2).
 */
export class Phases {
  private readonly at: PhasesState;

  constructor(state: PhasesState = { phase: 'safety', deadlineUs: 0, lookUs: 0, core: [] }) {
    this.at = state;
  }

  fork(): Phases {
    return new Phases({ ...this.at });
  }

  state(): PhasesState {
    return this.at;
  }

  /** Takes the next step of the world, and changes the phase when it is time. Undefined while the run goes on. */
  advance(run: Run, system: SystemRun): Ending | undefined {
    const { world, workload, scenario } = run;
    switch (this.at.phase) {
      case 'safety': {
        const more = world.next(scenario.safetyUs);
        if (!more || workload.done) this.stopFaults(run, system);
        return undefined;
      }
      case 'progress':
        if (workload.done) {
          this.enter('core-convergence', run);
          return undefined;
        }
        if (world.next(this.at.deadlineUs)) return undefined;
        return this.stalled(run, system, LIVENESS, missingAnswers(run));
      case 'core-convergence':
      case 'convergence':
        return this.converge(run, system);
      case 'over':
        return { verdict: 'pass' };
    }
  }

  /** Latest end of the run. */
  endUs({ safetyUs, livenessUs }: Scenario): number {
    return this.at.phase === 'safety' ? safetyUs + livenessUs : this.at.deadlineUs;
  }

  private converge(run: Run, system: SystemRun): Ending | undefined {
    const { world } = run;
    const { at } = this;
    if (world.nowUs >= at.lookUs) {
      at.lookUs = world.nowUs + LOOK_US;
      const among = at.phase === 'convergence' ? everyReplica(world) : at.core;
      const difference = system.diverged(world, among);
      if (difference === undefined) {
        if (at.phase === 'core-convergence') {
          this.healAll(run);
          return undefined;
        }
        at.phase = 'over';
        world.end();
        return undefined;
      }
      if (world.nowUs >= at.deadlineUs) return this.stalled(run, system, CONVERGENCE, difference);
    }
    if (world.next(Math.max(at.deadlineUs, world.nowUs))) return undefined;
    const difference = system.diverged(world, everyReplica(world)) ?? 'nothing happens any more';
    return this.stalled(run, system, CONVERGENCE, difference);
  }

  private enter(phase: Phase, { world, scenario }: Run): void {
    this.at.phase = phase;
    this.at.deadlineUs = world.nowUs + scenario.livenessUs;
    this.at.lookUs = world.nowUs;
  }

  /** Faults stop. A replica outside the core may stay dead, cut off, or able to send only. */
  private stopFaults(run: Run, ends: SystemRun): void {
    const { world, storm, workload, system, scenario } = run;
    storm.becalm();
    const replicas = everyReplica(world);
    const groups = ends.groups?.(world) ?? [replicas];
    const quorum = (members: number): number => system.quorum(members);
    const core = drawCore(storm, replicas, groups, quorum, scenario.outsiders);
    for (const [replica, fate] of core.outsiders) leaveOut(run, replica, fate);
    this.at.core = core.members;
    for (const replica of [...core.uncounted, ...core.members]) storm.revive(replica);
    for (let client = world.replicas; client < world.processes; client++) storm.revive(processId(client));
    world.heal(core.members);
    workload.heal();
    this.enter('progress', run);
  }

  private healAll(run: Run): void {
    const { world, storm } = run;
    const mended: number[] = [];
    for (const replica of everyReplica(world)) {
      if (this.at.core.includes(replica)) continue;
      for (let other = 0; other < world.processes; other++) {
        if (storm.network.isSevered(other, replica)) mended.push(other, replica);
        if (storm.network.isSevered(replica, other)) mended.push(replica, other);
      }
      storm.revive(replica);
    }
    for (let i = 0; i < mended.length; i += 2)
      storm.network.mend(mended[i] as number, mended[i + 1] as number); // pairs
    if (mended.length > 0) world.fault({ fault: 'outsider', what: 'joined', mended });
    this.enter('convergence', run);
  }

  private stalled(run: Run, system: SystemRun, invariant: typeof LIVENESS, difference: string): Ending {
    const { world, scenario } = run;
    if (scenario.beyond)
      return { verdict: 'excused', reason: 'more disks may have lost something than the rest can make good' };
    const excuse = system.excuse?.(world, this.at.core);
    if (excuse !== undefined) return { verdict: 'excused', reason: excuse };
    const facts: ViolationFacts = {
      title:
        invariant === LIVENESS ? 'no progress after the storm' : 'replicas do not converge after the storm',
      facts: [
        difference,
        `faults stopped ${scenario.livenessUs / 1000} ms ago at the latest; the core is ${this.at.core.join(', ')}`,
        ...everyReplica(world).map((replica) => this.stateText(run, replica)),
        ...(invariant === LIVENESS ? this.hints(run) : []),
      ],
      witness: this.at.phase,
    };
    const observer = invariant === LIVENESS ? { ...LIVENESS, ...run.system.progress } : invariant;
    return { verdict: 'violation', violation: { ...facts, observer, step: world.step, timeUs: world.nowUs } };
  }

  private stateText({ world, system }: Run, replica: ProcessId): string {
    const where = this.at.core.includes(replica) ? '' : ' (outside the core)';
    const state = world.isUp(replica) ? system.describeState(world.replica(replica)) : 'down';
    return `replica ${replica}${where}: ${state}`;
  }

  /** The usual reasons why a process that is right otherwise does not go on. */
  private hints({ world, system }: Run): readonly string[] {
    const { replicas } = world;
    const again = 'messages were lost, so a process that waits for an answer has to ask again';
    if (this.at.core.length === replicas) return [again];
    const quorum = system.quorum(replicas);
    return [
      `${again}, and a client has to ask another replica when its own is not in the core`,
      `a protocol that needs more than ${quorum} of ${replicas} replicas says so: \`quorum: (n) => ...\`, which gives ${quorum} for ${replicas} here`,
    ];
  }
}

function leaveOut({ world, storm }: Run, replica: ProcessId, fate: Scenario['outsiders'][number]): void {
  const cut: number[] = [];
  if (fate === 'dead') world.crash(replica);
  else {
    storm.revive(replica);
    for (let other = 0; other < world.processes; other++) {
      if (other === replica) continue;
      cut.push(other, replica);
      if (fate === 'cut') cut.push(replica, other);
    }
    for (let i = 0; i < cut.length; i += 2) storm.network.sever(cut[i] as number, cut[i + 1] as number); // pairs
  }
  world.fault({ fault: 'outsider', what: fate, process: replica, cut });
}

function missingAnswers({ workload }: Run): string {
  const waiting = workload.waiting();
  return `client${waiting.length === 1 ? '' : 's'} ${waiting.join(', ')} got no answer since faults stopped`;
}

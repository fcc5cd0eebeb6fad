import type { ViolationFacts } from '../../invariants/observer.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import { scale } from '../chance/streams.ts';
import type { Storm } from '../faults/storm.ts';
import type { Violation, World } from '../kernel/world.ts';
import type { System, SystemRun } from '../run/system.ts';
import { CONVERGENCE, LIVENESS } from './liveness.ts';
import type { Scenario } from './scenario.ts';
import type { Workload } from './workload.ts';

/** How a run ended. */
export interface Ending {
  readonly verdict: 'pass' | 'violation' | 'excused' | 'budget' | 'error';
  readonly violation?: Violation;
  readonly reason?: string;
}

interface Run {
  readonly world: World;
  readonly storm: Storm;
  readonly workload: Workload;
  readonly system: System;
  readonly scenario: Scenario;
}

type Phase = 'safety' | 'progress' | 'core-convergence' | 'convergence' | 'over';

/** How often convergence is looked for. */
const LOOK_US = 10_000;

/**
 * Safety under faults; then faults stop, a core of at least a quorum (of each group that matters) is healed and must answer every client (L1) and agree
 * (L2); then all are healed and must agree (L2).
 */
export class Phases {
  private phase: Phase = 'safety';
  private deadlineUs = 0;
  private lookUs = 0;
  private core: readonly ProcessId[] = [];

  fork(): Phases {
    const copy = new Phases();
    copy.phase = this.phase;
    copy.deadlineUs = this.deadlineUs;
    copy.lookUs = this.lookUs;
    copy.core = this.core;
    return copy;
  }

  /** Takes the next step of the world, and changes the phase when it is time. Undefined while the run goes on. */
  advance(run: Run, system: SystemRun): Ending | undefined {
    const { world, workload, scenario } = run;
    switch (this.phase) {
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
        if (world.next(this.deadlineUs)) return undefined;
        return this.stalled(run, system, LIVENESS, missingAnswers(run));
      case 'core-convergence':
      case 'convergence':
        return this.converge(run, system);
      case 'over':
        return { verdict: 'pass' };
    }
  }

  private converge(run: Run, system: SystemRun): Ending | undefined {
    const { world } = run;
    if (world.nowUs >= this.lookUs) {
      this.lookUs = world.nowUs + LOOK_US;
      const among = this.phase === 'convergence' ? everyReplica(world) : this.core;
      const difference = system.diverged(world, among);
      if (difference === undefined) {
        if (this.phase === 'core-convergence') {
          this.healAll(run);
          return undefined;
        }
        this.phase = 'over';
        world.end();
        return undefined;
      }
      if (world.nowUs >= this.deadlineUs) return this.stalled(run, system, CONVERGENCE, difference);
    }
    if (world.next(Math.max(this.deadlineUs, world.nowUs))) return undefined;
    return this.stalled(
      run,
      system,
      CONVERGENCE,
      system.diverged(world, everyReplica(world)) ?? 'nothing happens any more',
    );
  }

  private enter(phase: Phase, run: Run): void {
    this.phase = phase;
    this.deadlineUs = run.world.nowUs + run.scenario.livenessUs;
    this.lookUs = run.world.nowUs;
  }

  /** Faults stop. Who is not in the core may stay dead, cut off, or able to send only. */
  private stopFaults(run: Run, ends: SystemRun): void {
    const { world, storm, workload, system, scenario } = run;
    storm.becalm();
    const site = storm.decisions.site('outsider', 'process');
    const order = storm.decisions.site('core-order', 'process');
    const groups = ends.groups?.(world) ?? [everyReplica(world)];
    const needs = groups.map((members) => ({ members, left: system.quorum(members.length) }));
    const { atlas } = storm.disks;
    const rank = (id: ProcessId): number =>
      storm.decisions.bits(order, id, 0) + (atlas.isHurt(id) ? 2 ** 33 : 0);
    const ranked = everyReplica(world).sort((a, b) => rank(a) - rank(b) || a - b);
    const core: ProcessId[] = [];
    const take = (replica: ProcessId): void => {
      core.push(replica);
      for (const need of needs) if (need.members.includes(replica)) need.left--;
    };
    for (const replica of ranked) {
      const isNeeded = needs.some(({ left, members }) => left > 0 && members.includes(replica));
      const fates = scenario.outsiders.length;
      const drawn = scale(storm.decisions.bits(site, replica, 0), fates * 2 + 1);
      const fate =
        isNeeded || fates === 0 ? 0 : storm.decisions.settle(site, replica, 0, Math.max(0, drawn - fates));
      const outside = fate === 0 ? undefined : scenario.outsiders[(fate - 1) % fates];
      // who has lost something may need more than a quorum to come back: it is there, and not counted upon
      if (outside === undefined && !isNeeded && atlas.isHurt(replica)) storm.revive(replica);
      else if (outside === undefined) take(replica);
      else this.leaveOut(run, replica, outside);
    }
    this.core = core.sort((a, b) => a - b);
    for (const replica of this.core) storm.revive(replica);
    for (let client = world.replicas; client < world.processes; client++) storm.revive(processId(client));
    world.heal(this.core);
    workload.heal();
    this.enter('progress', run);
  }

  private leaveOut(run: Run, replica: ProcessId, fate: 'dead' | 'cut' | 'half'): void {
    const { world, storm } = run;
    if (fate === 'dead') {
      world.crash(replica);
      return;
    }
    storm.revive(replica);
    for (let other = 0; other < world.processes; other++) {
      if (other === replica) continue;
      storm.network.sever(other, replica);
      if (fate === 'cut') storm.network.sever(replica, other);
    }
  }

  private healAll(run: Run): void {
    const { world, storm } = run;
    for (const replica of everyReplica(world)) {
      if (this.core.includes(replica)) continue;
      for (let other = 0; other < world.processes; other++) {
        if (storm.network.isSevered(other, replica)) storm.network.mend(other, replica);
        if (storm.network.isSevered(replica, other)) storm.network.mend(replica, other);
      }
      storm.revive(replica);
    }
    this.enter('convergence', run);
  }

  /** What most often keeps a process that is right otherwise from going on. */
  private hints({ world, system }: Run): readonly string[] {
    const { replicas } = world;
    const again = 'messages were lost, so who waits has to ask again';
    if (this.core.length === replicas) return [again];
    const quorum = system.quorum(replicas);
    return [
      `${again}, and a client has to ask another replica when its own is not in the core`,
      `a protocol that needs more than ${quorum} of ${replicas} replicas says so: \`quorum: (n) => ...\`, which gives ${quorum} for ${replicas} here`,
    ];
  }

  private stalled(run: Run, system: SystemRun, invariant: typeof LIVENESS, difference: string): Ending {
    const { world, scenario } = run;
    if (scenario.disk.beyond) {
      return { verdict: 'excused', reason: 'more disks may have lost something than the rest can make good' };
    }
    const excuse = system.excuse?.(world, this.core);
    if (excuse !== undefined) return { verdict: 'excused', reason: excuse };
    const facts: ViolationFacts = {
      title:
        invariant === LIVENESS ? 'no progress after the storm' : 'replicas do not converge after the storm',
      facts: [
        difference,
        `faults stopped ${scenario.livenessUs / 1000} ms ago at the latest; the core is ${this.core.join(', ')}`,
        ...everyReplica(world).map(
          (replica) =>
            `replica ${replica}${this.core.includes(replica) ? '' : ' (outside the core)'}: ${
              world.isUp(replica) ? run.system.describeState(world.replica(replica)) : 'down'
            }`,
        ),
        ...(invariant === LIVENESS ? this.hints(run) : []),
      ],
      witness: this.phase,
    };
    const observer = invariant === LIVENESS ? { ...LIVENESS, ...run.system.progress } : invariant;
    const violation = { ...facts, observer, step: world.step, timeUs: world.nowUs };
    return { verdict: 'violation', violation };
  }
}

const everyReplica = (world: World): ProcessId[] =>
  Array.from({ length: world.replicas }, (_, i) => processId(i));

function missingAnswers(run: Run): string {
  const waiting = run.workload.waiting();
  return `client${waiting.length === 1 ? '' : 's'} ${waiting.join(', ')} got no answer since faults stopped`;
}

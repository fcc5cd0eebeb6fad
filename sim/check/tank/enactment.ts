import { SECTOR_BYTES } from '../../../src/process/disk.ts';
import { processId } from '../../../src/process/ids.ts';
import type { Edits } from '../../chance/site.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import { Simulation } from '../../run/simulation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { CheckSystem } from '../model/check-system.ts';
import type { Configuration } from '../model/configuration.ts';
import { Director } from './director.ts';
import type { Plan } from './plan.ts';
import { GAP_US, type Timetable } from './timetable.ts';

/** Result of one run under a director. */
export type Enacted =
  /** Ended in a violation. */
  | { readonly kind: 'violation'; readonly invariant: string; readonly edits: Edits }
  /** The step waiting for its timer happened at this time, or not at all. */
  | { readonly kind: 'timer'; readonly atUs: number | undefined }
  | { readonly kind: 'nothing' };

/** Longer than any timer that fires under the settings of a counterexample. */
const WAIT_US = 100_000_000;
const STEPS_MAX = 200_000;

/** Inputs of an enactment. */
export interface Cast {
  readonly system: CheckSystem;
  readonly configuration: Configuration;
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** By process, in parts per million. */
  readonly drifts: readonly number[];
}

/** Runs the path in the simulator as far as its times are known, and on to the next timer. */
export function enact(cast: Cast, times: Timetable): Enacted {
  return withoutNondeterminism(() => new Enactment(cast, times).run());
}

class Enactment {
  private readonly plan: Plan;
  private readonly times: Timetable;
  private readonly director: Director;
  private readonly simulation: Simulation;
  /** Time of the timer that may be the one the next step waits for. */
  private firedUs: number | undefined;

  constructor({ system, configuration, plan, scenario, drifts }: Cast, times: Timetable) {
    this.plan = plan;
    this.times = times;
    this.director = new Director(system, configuration, plan, times, drifts);
    const { origin } = system;
    if (origin === undefined) throw new Error('check: a system that the simulator does not know');
    this.simulation = Simulation.create(origin.system, scenario, {
      guide: this.director,
      observers: [this.director.observer, this.timers],
    });
    const { world, storm } = this.simulation;
    this.director.stage = {
      nowUs: () => world.nowUs,
      unsynced: (process) =>
        storm.disks
          .files(processId(process))
          .flatMap(({ name, writes }) =>
            writes.flatMap(({ offset, bytes }) => sectorsOf(name, offset, bytes.length)),
          ),
    };
  }

  run(): Enacted {
    const { simulation, times } = this;
    const waits = times.known < times.steps;
    const untilUs = times.endUs + (waits ? WAIT_US : GAP_US);
    for (let steps = 0; steps < STEPS_MAX; steps++) {
      const ending = simulation.step();
      const { violation, nowUs } = simulation.world;
      if (violation !== undefined) {
        const { id = 'I0' } = violation.observer as { readonly id?: string }; // every invariant has one
        return { kind: 'violation', invariant: id, edits: this.director.edits };
      }
      if (this.wasIt(nowUs)) return { kind: 'timer', atUs: this.firedUs };
      if (ending !== undefined || nowUs > untilUs) break;
    }
    return waits ? { kind: 'timer', atUs: undefined } : { kind: 'nothing' };
  }

  /** A timer that may belong to the next step is matched to it until its effects are known. */
  private readonly timers: AnyObserver = {
    initial: () => ({}),
    on: {
      timer: (_, tank, process, timer) => {
        this.dismiss(tank.nowUs); // before this one can be the step: a timer that rearms itself fires again soon
        const step = this.plan.steps[this.times.known];
        if (this.firedUs !== undefined || step?.event?.type !== 'timer') return;
        if (step.process !== process || step.event.timer !== timer) return;
        if (tank.nowUs <= this.times.endUs) return; // earlier steps are still due
        this.firedUs = tank.nowUs;
        this.director.matched = 0;
        this.times.seen(tank.nowUs);
      },
    },
  };

  /** Whether, with all its effects seen, the timer that may be the step was it. */
  private wasIt(nowUs: number): boolean {
    this.dismiss(nowUs);
    return this.firedUs !== undefined && nowUs > this.firedUs;
  }

  /** Forgets a timer that did nothing of what the step does. Some timers only rearm themselves. */
  private dismiss(nowUs: number): void {
    if (this.firedUs === undefined || nowUs <= this.firedUs) return;
    const step = this.times.known - 1;
    if (this.director.hasBegun(step)) return;
    this.times.forget();
    this.director.retract(step);
    this.firedUs = undefined;
  }
}

function sectorsOf(file: string, offset: number, lengthBytes: number): { file: string; sector: number }[] {
  const sectors: { file: string; sector: number }[] = [];
  for (let at = offset; at < offset + lengthBytes; ) {
    const sector = Math.floor(at / SECTOR_BYTES);
    sectors.push({ file, sector });
    at = (sector + 1) * SECTOR_BYTES;
  }
  return sectors;
}

import type { ViolationFacts } from '../../invariants/observer.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { faultClasses } from '../faults/registry.ts';
import type { StepRecord } from '../kernel/trace.ts';
import type { World } from '../kernel/world.ts';
import { count, duration, share } from '../words/units.ts';
import type { Scenario } from './scenario.ts';
import type { System } from './system.ts';
import type { OperationCounts } from './workload-state.ts';

/** Mutable state of the watch. */
export interface LivelockState {
  /** Step of the last check at which a client had received an answer since the check before. */
  step: number;
  timeUs: number;
  answers: number;
  /** Start of the window in which the rate is measured: some thousand steps ago. */
  fromStep: number;
  fromUs: number;
  /** Time of the last check. */
  lookUs: number;
}

/** Checks every 1,024 steps. */
export const LIVELOCK_LOOK_MASK = 1023;
/** Steps without an answer after which the rate is checked. */
const WINDOW_STEPS = 20_000;
/** Minimum number of steps over which the rate is measured. */
const RATE_STEPS = 8192;
/** Events per process and second that no protocol needs: one every 100 µs. */
const STORM_PER_PROCESS = 10_000;
const SECOND_US = 1_000_000;
/** Number of steps analysed for the report. */
const COUNTED_STEPS = 1024;
/** Number of kinds of steps that are named. */
const NAMED = 4;
/** A kind with a smaller share is counted among the others. */
const SHARE_NAMED = 0.03;

/**
 * Distinguishes a livelocked run from a long one. It is a livelock if no client has received an answer for 20,000 steps, each
 * process has recently handled more than one event per 100 µs, and at this rate the run would reach its step limit before its time is
 * over; or if
 * the step limit is reached, and no client received an answer in the second half of the steps.
 */
export class Livelock {
  private readonly last: LivelockState;

  constructor(last: LivelockState = { step: 0, timeUs: 0, answers: 0, fromStep: 0, fromUs: 0, lookUs: -1 }) {
    this.last = last;
  }

  fork(): Livelock {
    return new Livelock({ ...this.last });
  }

  state(): LivelockState {
    return this.last;
  }

  /** Returns the facts of a livelock; `endUs` is the latest end of the run. */
  look(
    world: World,
    { ok, failed }: OperationCounts,
    { stepsMax }: Scenario,
    endUs: number,
    system: System,
  ): ViolationFacts | undefined {
    const { last } = this;
    const { step, nowUs } = world;
    const stands = nowUs === last.lookUs; // time stands still: the world reports that better
    last.lookUs = nowUs;
    if (ok + failed !== last.answers) {
      last.answers = ok + failed;
      last.step = step;
      last.timeUs = nowUs;
      last.fromStep = step;
      last.fromUs = nowUs;
      return undefined;
    }
    const steps = step - last.step;
    if (step >= stepsMax)
      return steps >= Math.max(WINDOW_STEPS, stepsMax / 2) ? this.facts(world, system, 0) : undefined;
    const measured = step - last.fromStep;
    if (measured < RATE_STEPS || stands) return undefined;
    const perSecond = (measured * SECOND_US) / Math.max(1, nowUs - last.fromUs);
    last.fromStep = step;
    last.fromUs = nowUs;
    if (steps < WINDOW_STEPS) return undefined;
    if (perSecond < STORM_PER_PROCESS * world.processes) return undefined;
    const left = (perSecond * Math.max(0, endUs - nowUs)) / SECOND_US;
    return step + left > stepsMax ? this.facts(world, system, perSecond) : undefined;
  }

  private facts(world: World, system: System, perSecond: number): ViolationFacts {
    const { last } = this;
    const { step, nowUs } = world;
    const steps = step - last.step;
    const since =
      last.answers === 0
        ? 'no client has got an answer'
        : `no client has got an answer since step ${count(last.step)} (${duration(last.timeUs)})`;
    const records = lastRecords(world);
    const all = tally(records, (record) => doneBy(record, world.replicas, system));
    const named = [...all]
      .filter(([, times], i) => i === 0 || times >= records.length * SHARE_NAMED)
      .slice(0, NAMED);
    const texts = named.map(([what, times]) => `${what} ${share(times, records.length)}`);
    const rest = all.size - named.length;
    const rate = perSecond === 0 ? '' : `, of late ${count(Math.round(perSecond))} a second`;
    return {
      title: 'livelock',
      facts: [
        `${since}, but ${count(steps)} steps were taken in ${duration(nowUs - last.timeUs)}${rate}`,
        `of the last ${count(records.length)} steps: ${texts.join(', ')}${rest > 0 ? `, and ${count(rest)} others` : ''}`,
        'what answers everything it gets, to everybody, or sets its timer for next to no time, never comes to rest',
      ],
      witness: [...tally(records, kindOf).keys()][0] ?? 'nothing',
      evidence: last.step > 0 ? [last.step] : [],
    };
  }
}

function lastRecords({ trace, step }: World): readonly StepRecord[] {
  const records: StepRecord[] = [];
  for (let at = step; at > step - COUNTED_STEPS; at--) {
    const record = trace.at(at);
    if (record !== undefined) records.push(record);
  }
  return records;
}

/** Counts each text, most frequent first. */
function tally(records: readonly StepRecord[], text: (record: StepRecord) => string): Map<string, number> {
  const times = new Map<string, number>();
  for (const record of records) times.set(text(record), (times.get(text(record)) ?? 0) + 1);
  return new Map([...times].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}

const typeOf = (message: unknown): string =>
  typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string'
    ? message.type
    : 'a message';

/** Who does what to whom, without details that vary. */
function doneBy({ kind, process, a, payload }: StepRecord, replicas: number, system: System): string {
  const name = process < replicas ? `replica ${process}` : `client ${process}`;
  switch (kind) {
    case EventKind.message:
      return `${a}>${process} ${typeOf(payload)}`;
    case EventKind.timer:
      return `${name} timer ${system.timerName?.(a, process < replicas) ?? a}`;
    case EventKind.fault:
      return faultClasses()[a]?.name ?? 'the environment';
    default:
      return `${name} ${KINDS[kind] ?? 'steps'}`;
  }
}

/** The kind of a step, independent of its process: part of the fingerprint. */
const kindOf = ({ kind }: StepRecord): string => KINDS[kind] ?? 'steps';

const KINDS: Readonly<Partial<Record<number, string>>> = {
  [EventKind.start]: 'starts',
  [EventKind.message]: 'messages',
  [EventKind.timer]: 'timers',
  [EventKind.disk]: 'disk',
  [EventKind.invoke]: 'calls',
  [EventKind.fault]: 'faults',
};

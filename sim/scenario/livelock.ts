import type { ViolationFacts } from '../../invariants/observer.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import { faultClasses } from '../faults/registry.ts';
import type { StepRecord } from '../kernel/trace.ts';
import type { World } from '../kernel/world.ts';
import { count, duration, share } from '../words/units.ts';
import type { Scenario } from './scenario.ts';
import type { System } from './system.ts';
import type { OperationCounts } from './workload-state.ts';

/** All of the watch that changes. */
export interface LivelockState {
  /** The last look at which a client had got an answer since the look before. */
  step: number;
  timeUs: number;
  answers: number;
  /** From where on the rate is measured: some thousand steps ago. */
  fromStep: number;
  fromUs: number;
  /** When it was looked last. */
  lookUs: number;
}

/** Looks are taken every 1,024 steps. */
export const LIVELOCK_LOOK_MASK = 1023;
/** Steps without an answer after which the rate is looked at. */
const WINDOW_STEPS = 20_000;
/** Steps over which the rate is measured, at least. */
const RATE_STEPS = 8192;
/** Events of a process in a second that no protocol needs: one every 100 µs. */
const STORM_PER_PROCESS = 10_000;
const SECOND_US = 1_000_000;
/** Steps of which it is counted what happens in them. */
const COUNTED_STEPS = 1024;
/** Kinds of steps that are named. */
const NAMED = 4;
/** A kind that makes up less than this is one of the others. */
const SHARE_NAMED = 0.03;

/**
 * Tells a run that keeps itself busy from a long one. It is one when no client has got an answer for 20,000 steps, each process
 * of late handles more than an event every 100 µs, and at this rate the run would use up its steps before its time is over; or when the
 * steps are used up, and no client got an answer in the second half of them.
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

  /** The facts when it is one; `endUs` is when the run would be over at the latest. */
  look(
    world: World,
    { ok, failed }: OperationCounts,
    { stepsMax }: Scenario,
    endUs: number,
    system: System,
  ): ViolationFacts | undefined {
    const { last } = this;
    const { step, nowUs } = world;
    const stands = nowUs === last.lookUs; // time itself: the world says so better
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

/** How often each text comes, the most frequent first. */
function tally(records: readonly StepRecord[], text: (record: StepRecord) => string): Map<string, number> {
  const times = new Map<string, number>();
  for (const record of records) times.set(text(record), (times.get(text(record)) ?? 0) + 1);
  return new Map([...times].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}

const typeOf = (message: unknown): string =>
  typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string'
    ? message.type
    : 'a message';

/** Who does what to whom, without what makes each time another. */
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

/** The same whoever does it: a part of the fingerprint. */
const kindOf = ({ kind }: StepRecord): string => KINDS[kind] ?? 'steps';

const KINDS: Readonly<Partial<Record<number, string>>> = {
  [EventKind.start]: 'starts',
  [EventKind.message]: 'messages',
  [EventKind.timer]: 'timers',
  [EventKind.disk]: 'disk',
  [EventKind.invoke]: 'calls',
  [EventKind.fault]: 'faults',
};

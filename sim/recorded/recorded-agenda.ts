import { TIMERS_MAX } from '../../src/process/checked-context.ts';
import { EventKind } from '../../src/process/event-kind.ts';
import type { Agenda } from '../kernel/agenda.ts';

interface Event {
  readonly timeUs: number;
  readonly kind: number;
  readonly process: number;
  readonly a: number;
  readonly b: number;
  readonly cause: number;
  readonly payload: unknown;
}

const NOTHING: Event = { timeUs: 0, kind: 0, process: 0, a: 0, b: 0, cause: 0, payload: undefined };

/** An agenda that hands out the event that a recording has next, when it has it. Timers that are set wait for that; nothing else does. */
export class RecordedAgenda implements Agenda {
  private readonly timers = new Map<number, Event>();
  private last = NOTHING;
  private current = NOTHING;
  private released: Event | undefined;

  /** The next `pop` hands out what was pushed last, at this time, as if this step had caused it. */
  releaseLast(nowUs: number, cause: number): void {
    this.released = { ...this.last, timeUs: nowUs, cause };
  }

  /** The next `pop` hands out the timer as it was set last. False when it is not due by the clock of its process. */
  releaseTimer(process: number, timer: number, localUs: number, nowUs: number): boolean {
    const set = this.timers.get(process * TIMERS_MAX + timer);
    if (set === undefined || set.timeUs > localUs) return false;
    this.released = { ...set, timeUs: nowUs };
    return true;
  }

  push(
    timeUs: number,
    kind: number,
    process: number,
    a: number,
    b: number,
    cause: number,
    payload: unknown,
  ): void {
    const event = { timeUs, kind, process, a, b, cause, payload };
    if (kind === EventKind.timer) this.timers.set(process * TIMERS_MAX + a, event);
    else this.last = event;
  }

  peekTimeUs(): number {
    return this.released?.timeUs ?? Number.POSITIVE_INFINITY;
  }

  pop(): boolean {
    if (this.released === undefined) return false;
    this.current = this.released;
    this.released = undefined;
    return true;
  }

  clone(): Agenda {
    throw new Error('a recorded run is not copied');
  }

  state(): object {
    return [...this.timers.values()];
  }

  get length(): number {
    return this.timers.size;
  }

  get timeUs(): number {
    return this.current.timeUs;
  }

  get kind(): number {
    return this.current.kind;
  }

  get process(): number {
    return this.current.process;
  }

  get a(): number {
    return this.current.a;
  }

  get b(): number {
    return this.current.b;
  }

  get cause(): number {
    return this.current.cause;
  }

  get payload(): unknown {
    return this.current.payload;
  }
}

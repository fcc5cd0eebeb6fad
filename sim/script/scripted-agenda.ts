import type { Agenda } from '../kernel/agenda.ts';

/** A pending event. */
export interface Pending {
  readonly timeUs: number;
  readonly kind: number;
  readonly process: number;
  readonly a: number;
  readonly b: number;
  readonly cause: number;
  readonly payload: unknown;
}

const NOTHING: Pending = { timeUs: 0, kind: 0, process: 0, a: 0, b: 0, cause: 0, payload: undefined };

/** An agenda that hands out an event when the script says so, and only then. Time passes as the script says, too. */
export class ScriptedAgenda implements Agenda {
  private pending: Pending[];
  private current = NOTHING;
  private released: Pending | undefined;
  private nowUs = 0;

  constructor(pending: readonly Pending[] = []) {
    this.pending = [...pending];
  }

  /** Pending events in the order in which they were scheduled. */
  get events(): readonly Pending[] {
    return this.pending;
  }

  /** The next `pop` hands out this event, at this time. */
  release(event: Pending, nowUs: number): void {
    this.released = event;
    this.nowUs = nowUs;
  }

  /** Takes events away that will not happen. */
  remove(isVoid: (event: Pending) => boolean): void {
    this.pending = this.pending.filter((event) => !isVoid(event));
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
    this.pending.push({ timeUs, kind, process, a, b, cause, payload });
  }

  peekTimeUs(): number {
    return this.released === undefined ? Number.POSITIVE_INFINITY : this.nowUs;
  }

  pop(): boolean {
    const event = this.released;
    if (event === undefined) return false;
    this.released = undefined;
    this.pending.splice(this.pending.indexOf(event), 1);
    this.current = { ...event, timeUs: this.nowUs };
    return true;
  }

  clone(): ScriptedAgenda {
    return new ScriptedAgenda(this.pending);
  }

  state(): object {
    return this.pending;
  }

  get length(): number {
    return this.pending.length;
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

import type { HostClock } from './clock.ts';

const US_PER_MS = 1000;
/** The longest that Node's timers wait at once. */
const WAIT_MAX_MS = 2_000_000_000;

/** The numbered timers of one process, on one timer of the machine. */
export class HostTimers {
  private readonly dueUs = new Map<number, number>();
  private readonly clock: HostClock;
  private readonly fire: (timer: number) => void;
  private waiting: NodeJS.Timeout | undefined;
  private waitingForUs = Number.POSITIVE_INFINITY;

  /** `fire` is called when a timer has run out, never before its time by `clock`. */
  constructor(clock: HostClock, fire: (timer: number) => void) {
    this.clock = clock;
    this.fire = fire;
  }

  set(timer: number, delayUs: number): void {
    const dueUs = this.clock.nowUs() + delayUs;
    this.dueUs.set(timer, dueUs);
    if (dueUs < this.waitingForUs) this.wait(dueUs);
  }

  cancel(timer: number): void {
    this.dueUs.delete(timer); // the machine's timer finds nothing due
  }

  /** No timer fires any more. */
  stop(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.dueUs.clear();
  }

  private wait(dueUs: number): void {
    clearTimeout(this.waiting);
    this.waitingForUs = dueUs;
    const waitMs = Math.max(0, Math.ceil((dueUs - this.clock.nowUs()) / US_PER_MS));
    this.waiting = setTimeout(() => this.due(), Math.min(waitMs, WAIT_MAX_MS));
  }

  /** Fires what is due, the earliest first, and waits for the next. A handler may set and cancel timers. */
  private due(): void {
    this.waitingForUs = Number.POSITIVE_INFINITY;
    const nowUs = this.clock.nowUs();
    for (;;) {
      const next = this.earliest();
      if (next === undefined) return;
      if (next.dueUs > nowUs) {
        if (next.dueUs < this.waitingForUs) this.wait(next.dueUs);
        return;
      }
      this.dueUs.delete(next.timer);
      this.fire(next.timer);
    }
  }

  private earliest(): { readonly timer: number; readonly dueUs: number } | undefined {
    let earliest: { timer: number; dueUs: number } | undefined;
    for (const [timer, dueUs] of this.dueUs)
      if (earliest === undefined || dueUs < earliest.dueUs) earliest = { timer, dueUs };
    return earliest;
  }
}

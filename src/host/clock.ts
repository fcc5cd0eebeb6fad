const US_PER_MS = 1000;

/** How far the clock of a process is shifted, for tests that make it jump or drift. */
export interface ClockShift {
  /** Added to the wall clock. */
  readonly wallUs: number;
  /** How much faster than true time the local clock runs, per million; negative: slower. */
  readonly ratePpm: number;
}

/** The clocks of one process: a local one that never goes back, and that of the wall, which may. */
export class HostClock {
  private shift: ClockShift = { wallUs: 0, ratePpm: 0 };
  /** Where the present rate began: by the machine's clock, and by this one. */
  private sinceMs = performance.now();
  private sinceUs = 0;
  private lastUs = 0;
  /** True time when this clock was at 0, in microseconds since 1970. */
  readonly originUs = Math.round((performance.timeOrigin + this.sinceMs) * US_PER_MS);

  /** Integer microseconds since this clock was made. */
  nowUs(): number {
    const trueUs = (performance.now() - this.sinceMs) * US_PER_MS;
    const us = Math.floor(this.sinceUs + trueUs + (trueUs / 1_000_000) * this.shift.ratePpm);
    if (us > this.lastUs) this.lastUs = us;
    return this.lastUs;
  }

  /** Integer microseconds since 1970, or what this machine takes for it. */
  wallUs(): number {
    return Date.now() * US_PER_MS + this.shift.wallUs;
  }

  /** From now on the clocks are off by this much. */
  shiftBy(shift: ClockShift): void {
    this.sinceUs = this.nowUs();
    this.sinceMs = performance.now();
    this.shift = shift;
  }
}

import { NEVER } from './parcel.ts';

/** Gap between two steps: enough for a restart, immediate calls and immediate disk completions. */
export const GAP_US = 10;
/** Delay beyond the end of any run. */
export const FAR_US = 2_000_000_000;

/** When each step of a path happens in the simulator. Steps after the last known one have no time yet. */
export class Timetable {
  private readonly timesUs: number[] = [];
  readonly steps: number;

  constructor(steps: number) {
    this.steps = steps;
  }

  /** Number of steps that have a time. */
  get known(): number {
    return this.timesUs.length;
  }

  get endUs(): number {
    return this.timesUs.at(-1) ?? 0;
  }

  /** Schedules the next steps as closely as possible, up to one that waits for a timer. */
  follow(waits: (step: number) => boolean): void {
    while (this.known < this.steps && !waits(this.known)) this.timesUs.push(this.endUs + GAP_US);
  }

  /** Records that the next step happened at this time. */
  seen(atUs: number): void {
    this.timesUs.push(atUs);
  }

  /** Forgets that time: it was a different step. */
  forget(): void {
    this.timesUs.pop();
  }

  at(step: number): number {
    return step === NEVER ? 0 : (this.timesUs[step] ?? FAR_US);
  }

  /** The step in progress at this time; {@link NEVER} before the first. */
  stepAt(nowUs: number): number {
    let low = NEVER;
    for (let high = this.known - 1; low < high; ) {
      const middle = Math.floor((low + high + 1) / 2);
      if (this.at(middle) <= nowUs) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

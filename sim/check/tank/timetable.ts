import { NEVER } from './parcel.ts';

/** Between two steps: room for a restart, for calls that follow at once, and for disks that answer at once. */
export const GAP_US = 10;
/** What must not happen within the run. */
export const FAR_US = 2_000_000_000;

/** When each step of a path happens in the simulator. Steps behind the last one that is known have no time yet. */
export class Timetable {
  private readonly timesUs: number[] = [];
  readonly steps: number;

  constructor(steps: number) {
    this.steps = steps;
  }

  /** Steps that have a time. */
  get known(): number {
    return this.timesUs.length;
  }

  get endUs(): number {
    return this.timesUs.at(-1) ?? 0;
  }

  /** The next steps follow each other as closely as they may, until one comes that has to wait: a timer fires when it fires. */
  follow(waits: (step: number) => boolean): void {
    while (this.known < this.steps && !waits(this.known)) this.timesUs.push(this.endUs + GAP_US);
  }

  /** The next step was seen to happen at this time. */
  seen(atUs: number): void {
    this.timesUs.push(atUs);
  }

  /** It was another one. */
  forget(): void {
    this.timesUs.pop();
  }

  at(step: number): number {
    return step === NEVER ? 0 : (this.timesUs[step] ?? FAR_US);
  }

  /** The step that happens now, or whose work goes on; {@link NEVER} before the first. */
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

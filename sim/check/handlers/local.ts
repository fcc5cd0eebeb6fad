import type { DiskImage } from './disk-image.ts';

/** All that can decide what one process does next. Plain data, interned; never changed once it is. */
export interface Local {
  readonly state: object;
  /** Timers that are armed, ascending. */
  readonly timers: readonly number[];
  readonly disk: DiskImage | null;
  /** Crashes so far. */
  readonly crashes: number;
  /** Numbers drawn in this incarnation that nobody else draws. */
  readonly draws: number;
  /** Client: operations called so far, and whether the last one is still open. */
  readonly called: number;
  readonly open: boolean;
}

import type { DiskImage } from './disk-image.ts';

/** Everything that determines a process's next steps. Immutable, interned plain data. */
export interface Local {
  readonly state: object;
  /** Armed timers, ascending. */
  readonly timers: readonly number[];
  readonly disk: DiskImage | null;
  /** Crashes so far. */
  readonly crashes: number;
  /** Unique numbers drawn in this incarnation. */
  readonly draws: number;
  /** For a client: operations called so far, and whether the last one is still open. */
  readonly called: number;
  readonly open: boolean;
}

import type { Disk, DiskCompletion } from '../process/disk.ts';
import type { EventKind } from '../process/event-kind.ts';
import type { ProcessId } from '../process/ids.ts';
import type { Observation, Outcome } from '../process/process.ts';
import type { HostRandom } from './random.ts';

/** How a process ended itself. */
export type Fate =
  /** By `ctx.stop`: whoever looks after it starts it again. */
  | { readonly type: 'stopped'; readonly reason: string }
  /** A handler threw, while it was given this. */
  | {
      readonly type: 'threw';
      readonly error: unknown;
      readonly doing: { readonly kind: EventKind; readonly a: number };
      readonly state: object;
    };

/** Sees every step of a process. What it is handed must not be changed, and bytes not kept. */
export interface Witness {
  /** Called once, with the state before the first step. */
  begins?(state: object): void;
  /** A handler is about to run; `a` is the sender of a message or the number of a timer. */
  input(
    kind: EventKind,
    a: number,
    input: Uint8Array | DiskCompletion | undefined,
    nowUs: number,
    wallUs: number,
  ): void;
  /** It has run; `digest` is that of its effects. */
  done(digest: number, state: object): void;
}

/** The world of one process: clocks, random numbers, and all that its effects go to. */
export interface Hosting {
  readonly clock: { nowUs(): number; wallUs(): number };
  readonly random: Pick<HostRandom, 'below'>;
  readonly disk: Disk;
  readonly witness?: Witness;
  send(to: ProcessId, encoded: Uint8Array): void;
  setTimer(timer: number, delayUs: number): void;
  cancelTimer(timer: number): void;
  observe?(observation: Observation): void;
  probe?(name: string): void;
  complete?(outcome: Outcome<unknown>): void;
  /** The process has ended itself, after its last step. */
  ended(fate: Fate): void;
}

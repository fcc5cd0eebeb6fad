import type { DiskCompletion } from '../../src/process/disk.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { ClientContext } from '../../src/process/process.ts';

/** The version of the code that is under test. */
export const LATEST = 0;
/** The version before it, of a resident that has one. */
export const EARLIER = 1;
export type Version = typeof LATEST | typeof EARLIER;

/** The context that handlers of a resident get. */
export type AnyContext = ClientContext<unknown, unknown>;

/**
 * The operating system under a resident. It outlives the program: it has its own wake-ups and messages, and is notified of lost
 * messages, which it retransmits.
 */
export interface Machine {
  /** Whether a wake-up that it requested is still needed. */
  awaits(token: number): boolean;
  /** Handles a wake-up. `ctx` is the program's, if it is running. */
  wake(token: number, ctx: AnyContext | undefined): void;
  /** Offers a message for a program that is down. Returns whether the machine takes it. */
  take(message: unknown): boolean;
  /** Reports that a message from here was lost. */
  lost(message: unknown): void;
}

/**
 * What lives at an address. It handles events, it can crash, it can be viewed. It may offer a copy: a process of plain data
 * does, an unmodified program does not, and whoever forks a world is told so.
 * Handlers return what the code returned: the world refuses promises.
 */
export interface Resident {
  /** True if it also has the code of the earlier version. */
  readonly hasEarlier?: boolean;
  /** Begins an incarnation with fresh memory. @throws ContractError when there is no state to begin with. */
  boot(self: ProcessId, version: Version): void;
  /** Loses its memory; this incarnation never acts again. May return the kind of crash: `power loss`. */
  crash(): string | undefined;
  start(ctx: AnyContext): unknown;
  message(from: ProcessId, message: unknown, ctx: AnyContext): unknown;
  timer(timer: number, ctx: AnyContext): unknown;
  disk(completion: DiskCompletion, ctx: AnyContext): unknown;
  /** Only clients are given operations. */
  invoke(operation: unknown, ctx: AnyContext): unknown;
  /** The state that observers see; undefined while it is down. */
  view(): object | undefined;
  /** An independent copy, which goes on exactly as this one would. */
  copy?(): Resident;
  /** The machine it runs on, if that is more than memory. */
  readonly machine?: Machine;
}

/** A world was to be copied in which somebody lives who cannot be. */
export class ForkError extends Error {
  override readonly name = 'ForkError';
}

/** @throws ForkError */
export function copyOf(resident: Resident, at: number): Resident {
  if (resident.copy === undefined)
    throw new ForkError(
      `process ${at} cannot be copied, so this run cannot be forked: run it again to the same step instead`,
    );
  return resident.copy();
}

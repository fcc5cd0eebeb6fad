import type { Disk } from './disk.ts';
import type { ProcessId } from './ids.ts';
import type { Observation, Outcome } from './process.ts';

/** Ends a handler at a crash point or at `ctx.stop()`. Not an error: the world expects it and crashes the process. */
export const CRASH_HERE = Symbol('the process crashes here');

/**
 * Carries out the effects of processes. A {@link CheckedContext} stands in front of it, so every argument that arrives here
 * is valid. A simulated world, a checker and a host each bring one.
 */
export interface Effects {
  /** Replicas are processes 0 .. replicas-1, clients follow. */
  readonly replicas: number;
  readonly processes: number;
  /** The process whose handler runs now; -1 between handlers. */
  readonly running: number;
  /** Whether values that leave a process are checked to be plain data. */
  readonly checksPlain: boolean;
  localTime(process: ProcessId): number;
  wallTime(process: ProcessId): number;
  random(process: ProcessId, bound: number): number;
  send(from: ProcessId, to: ProcessId, message: unknown): void;
  setTimer(process: ProcessId, timer: number, delayUs: number): void;
  cancelTimer(process: ProcessId, timer: number): void;
  disk(process: ProcessId): Disk;
  observe(process: ProcessId, observation: Observation): void;
  /** True: the process crashes at this point. */
  point(process: ProcessId, name: string): boolean;
  probe(name: string): void;
  /** The same, with the process that says so; for worlds that want to know. */
  probed?(process: ProcessId, name: string): void;
  /** The process ends itself by `ctx.stop(reason)`; the handler ends right after this call. */
  stopping?(process: ProcessId, reason: string): void;
  /** Whether the client has been given an operation that it has not completed. */
  hasOpenOperation(client: ProcessId): boolean;
  complete(client: ProcessId, outcome: Outcome<unknown>): void;
}

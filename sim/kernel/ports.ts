import type { Disk, DiskCompletion } from '../../src/process/disk.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Outcome } from '../../src/process/process.ts';
import type { World } from './world.ts';

/**
 * What surrounds the processes. The engine calls it at every effect; it answers by scheduling events in the world.
 * The engine knows no fault; the environment knows no protocol.
 */
export interface Environment {
  /** A process sent a message: schedule its deliveries, if any. */
  send(from: ProcessId, to: ProcessId, message: unknown, id: number): void;
  /**
   * A delivery is due. Returns what the receiver gets, or undefined when it gets nothing (the environment has then told
   * the world why, or has scheduled the delivery anew).
   */
  arrive(from: ProcessId, to: ProcessId, payload: unknown, id: number): unknown;
  disk(process: ProcessId): Disk;
  /** A disk request completes now; returns what the process is told. */
  diskDone(process: ProcessId, request: number, payload: unknown): DiskCompletion;
  /** Virtual time that passes while the local clock of the process advances by `delayUs`. */
  timerDelay(process: ProcessId, delayUs: number): number;
  localTime(process: ProcessId): number;
  wallTime(process: ProcessId): number;
  random(process: ProcessId, bound: number): number;
  /** A process reached a named point; true when it crashes right here. */
  point(process: ProcessId, name: string): boolean;
  /** Volatile state of the process is gone: settle its disks. */
  crashed(process: ProcessId): void;
  /** An event of the environment's own is due. */
  fault(injector: number, code: number): void;
  /** What a crash that loses everything unsynced would leave of a file. */
  durable(process: ProcessId, file: string): Uint8Array;
  /** What a crash might leave of it that keeps some of what is unsynced; another `draw`, another crash. */
  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array;
  /** An independent copy, bound to another world. */
  fork(world: World): Environment;
  /** Everything that can influence the future, as plain data. */
  state(): unknown;
}

/** Hands operations to clients and takes their outcomes. */
export interface Driver {
  /** The operation that a client is given now; undefined when it has none. */
  next(client: ProcessId): unknown;
  completed(client: ProcessId, outcome: Outcome<unknown>): void;
  started(client: ProcessId): void;
  crashed(client: ProcessId): void;
  fork(world: World): Driver;
  state(): unknown;
}

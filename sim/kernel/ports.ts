import type { DropReason, FaultEvent } from '../../invariants/observer.ts';
import type { Disk, DiskCompletion } from '../../src/process/disk.ts';
import type { EventKind } from '../../src/process/event-kind.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { Outcome } from '../../src/process/process.ts';
import type { Version } from './resident.ts';

/** Optional notifications for an environment, besides its regular hooks. */
export type Happening =
  /** A handler of the process has run. */
  | 'step'
  | 'start'
  | 'probe'
  /** A client receives an operation, or has ended it. */
  | 'call'
  | 'return'
  /** A disk request is done; its process has not been notified yet. */
  | 'complete';

/** The side of a world that its environment (network, disks, faults) works with. */
export interface EnvironmentPort {
  readonly nowUs: number;
  readonly replicas: number;
  readonly processes: number;
  isUp(process: ProcessId): boolean;
  /** State of a replica, read-only; undefined while it is down. */
  replica(process: ProcessId): object | undefined;
  /** Starts of the process so far: 1 after the first. */
  incarnation(process: ProcessId): number;
  /** Puts an event on the agenda; one that lies in the past is due now. */
  schedule(atUs: number, kind: EventKind, process: number, a: number, b: number, payload: unknown): void;
  /** Starts a process that is down, now: it is up from its `start` event on. */
  boot(process: ProcessId): void;
  /** Version of the code that the process runs, or will run when it is started. */
  version(process: ProcessId): Version;
  /** True if the process also has the code of the earlier version. */
  hasEarlier(process: ProcessId): boolean;
  /** Has a process that is down run this version from its next start on. */
  install(process: ProcessId, version: Version): void;
  /** Ends a process: its volatile state, timers and disk requests are gone; messages in flight stay. */
  crash(process: ProcessId): void;
  /** Holds back everything that is due for the process until then. */
  pause(process: ProcessId, untilUs: number): void;
  /** A message will not arrive. */
  dropped(from: ProcessId, to: ProcessId, message: unknown, id: number, reason: DropReason): void;
  /** A sync has changed the durable image of a file. */
  synced(process: ProcessId, file: string): void;
  /** A disk has lost something that was durable. */
  damaged(process: ProcessId, wiped: boolean): void;
  /** A fault strikes or ends. */
  fault(event: FaultEvent): void;
  probe(name: string): void;
  /** Takes bytes into the trace hash: those that go to a disk, and those that a crash leaves on it. */
  absorb(bytes: Uint8Array): void;
}

/**
 * The surroundings of the processes: network, disks, clocks, faults. The kernel calls it at every effect; it answers by
 * scheduling events. The kernel knows no fault; the environment knows no protocol.
 */
export interface Environment {
  /** A process sends a message: schedule its deliveries, if any. */
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
  /** Reports an event, if set. It may crash any process. */
  readonly noted?: ((what: Happening, process: ProcessId, name: string) => void) | undefined;
  /** Volatile state of the process is gone: settle its disks. */
  crashed(process: ProcessId): void;
  /** An event of the environment's own is due. */
  fault(injector: number, code: number): void;
  /** Name of the fault class that has this number in its events. */
  faultName(injector: number): string;
  /** Durable bytes of a file: those that would be there after a crash that loses everything unsynced. */
  durable(process: ProcessId, file: string): Uint8Array;
  /** Bytes that a crash might leave of it; another `draw`, another crash. */
  afterCrash(process: ProcessId, file: string, draw: number): Uint8Array;
  /** All of it that changes, as plain data: the one list of fields that copy, hash and equality share. */
  state(): object;
}

/** The side of a world that the driver of its clients works with. */
export interface DriverPort {
  readonly nowUs: number;
  readonly replicas: number;
  readonly healed: boolean;
  schedule(atUs: number, kind: EventKind, process: number, a: number, b: number, payload: unknown): void;
}

/** Hands operations to clients and takes their outcomes. */
export interface Driver {
  /** The operation that a client is given now; undefined when it has none. */
  next(client: ProcessId): unknown;
  completed(client: ProcessId, outcome: Outcome<unknown>): void;
  started(client: ProcessId): void;
  crashed(client: ProcessId): void;
  /** See {@link Environment.state}. */
  state(): object;
}

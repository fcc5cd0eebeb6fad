import type { Packet } from './packet.ts';

/**
 * The interface between a program and its world. A program host (`host/program-host.ts`) asks the world for nothing else; the
 * world calls the host's `start`, `wake`, `receive`, `lost` and `kill`.
 * One set of ports belongs to one node and lives as long as the node, across incarnations. All times are integer microseconds,
 * and the world makes every choice of the environment.
 */
export interface ProgramPorts {
  /** Index of this node. */
  readonly node: number;

  /** All nodes in order, including this one: the source for `dns` answers and address resolution. */
  readonly addresses: readonly NodeAddress[];

  /**
   * The node's monotonic clock, in microseconds since some instant before its first start. It includes the node's drift, and
   * stands still within an event.
   */
  monotonicUs(): number;

  /** The node's wall clock, in microseconds since 1970, with its offset, drift and jumps. */
  wallUs(): number;

  /**
   * Has the world call `host.wake(token)` after `delayUs` on the node's monotonic clock. Calls for the same instant are answered
   * in the order they were made. The host drops those of an earlier incarnation, so a world may deliver them or not.
   */
  wake(delayUs: number, token: number): void;

  /** 32 random bits: a pure function of the seed, this node, `stream` and `index`. */
  bits(stream: string, index: number): number;

  /**
   * Sends a packet to the host of node `to` (which may be this one). The world may delay, drop, duplicate and reorder it. A
   * packet with `reliable` set that is dropped, or not accepted by `host.receive`, is passed to `host.lost(packet)` at any later
   * instant, in
   * place of an acknowledgement timeout.
   */
  send(to: number, packet: Packet): void;

  /** Segmentation of a stream: how many of the next `sizeBytes` travel together (at least one). Calm: all. */
  segmentBytes(to: number, sizeBytes: number): number;

  readonly disk: DiskPort;

  /** Called at each system call: whether the program dies instead of making it. */
  strikes?(): boolean;

  /** Reports that the program is at a point where a crash is worth more than elsewhere: it may die at its next system call. */
  reaches?(point: ProgramPoint): void;

  /** Reports an observation for people and checks. */
  observe(observation: Observation): void;
  /**
   * Reports that a program reads, writes or empties a file, for people only: it is not part of the run's hash, and costs nothing
   * while nobody listens.
   */
  touched?(access: FileAccess, path: string, bytes: Uint8Array): void;
  /** Counts a situation. */
  probe(name: string): void;
}

/**
 * Points of programs, at which faults can be aimed: it has sent bytes while data on its disk is not durable; a sync has returned;
 * a file has its new name.
 */
export const PROGRAM_POINTS = ['sent-unsynced', 'synced', 'renamed'] as const;
export type ProgramPoint = (typeof PROGRAM_POINTS)[number];

/** Decisions about a disk. Each has a calm answer, given by a world without faults. */
export interface DiskPort {
  /** Duration of a system call; calm: any small constant. */
  latencyUs(call: DiskCall, path: string, sizeBytes: number): number;

  /** Error of a system call that is no `write`, or `undefined` (calm). */
  failure(call: DiskCall, path: string, sizeBytes: number): DiskFailure | undefined;

  /**
   * Where on the platter the bytes of a `write` land: calm: at `offset`. -1: nowhere, though the write is acknowledged. Or its
   * error.
   */
  lands(path: string, offset: number, sizeBytes: number, fileBytes: number): number | DiskFailure;

  /** Bytes of a `write` that the disk has room for; calm: all of them. Fewer make a short write; none, a failed one. */
  room(path: string, offset: number, sizeBytes: number, fileBytes: number): number;

  /**
   * At a power loss: how many of the `count` non-durable operations still reached the platter, in the order that the file system
   * guarantees; calm: all of them.
   */
  survivors(site: string, count: number): number;

  /** At a power loss: whether an unsynced page of a file keeps its new bytes, its old ones, or is torn. */
  page(path: string, page: number): PageFate;
}

export type DiskCall = 'read' | 'write' | 'sync' | 'open' | 'metadata';
export type FileAccess = 'reads' | 'writes' | 'empties';
export type DiskFailure = 'EIO' | 'ENOSPC';
export type PageFate = 'new' | 'old' | 'torn';

/** A node as others see it. */
export interface NodeAddress {
  readonly name: string;
  /** IPv4 address, unique to the node. */
  readonly address: string;
}

/** How an incarnation is ended from outside. A process kill keeps the page cache, a power loss does not. */
export type Ending = 'kill' | 'power-loss';

/** Facts about a program, in order of occurrence. */
export type Observation =
  | { readonly kind: 'start'; readonly incarnation: number }
  | { readonly kind: 'line'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'exit'; readonly incarnation: number; readonly code: number; readonly reason: string }
  | { readonly kind: 'ended'; readonly incarnation: number; readonly ending: Ending }
  | { readonly kind: 'listen'; readonly port: number }
  | { readonly kind: 'call'; readonly name: string; readonly detail: string };

import type { Packet } from './packet.ts';

/**
 * The seam between a program and its world. A program host (`host/program-host.ts`) asks the world for what
 * stands here and for nothing else; the world calls the host's `start`, `wake`, `receive`, `lost` and `kill`.
 *
 * One set of ports belongs to one node and lives as long as the node: incarnations come and go above it. Every
 * time is an integer number of microseconds, every choice of the environment is the world's.
 */
export interface ProgramPorts {
  /** This node's number. */
  readonly node: number;

  /** All nodes in their order, this one included: what `dns` answers and what addresses lead to. */
  readonly addresses: readonly NodeAddress[];

  /**
   * The node's monotonic clock, in microseconds since some instant before its first start. It carries the
   * node's drift and stands still within one event.
   */
  monotonicUs(): number;

  /** The node's wall clock, in microseconds since 1970, with its offset, drift and jumps. */
  wallUs(): number;

  /**
   * Has the world call `host.wake(token)` when `delayUs` have passed on the node's monotonic clock. Two calls
   * for the same instant are answered in the order in which they were made. The host drops what is of an earlier
   * incarnation, so a world may deliver it or not.
   */
  wake(delayUs: number, token: number): void;

  /** 32 random bits: a pure function of the seed, this node, `stream` and `index`. */
  bits(stream: string, index: number): number;

  /**
   * Sends a packet to the host of node `to` (which may be this one). The world may delay, drop, duplicate and
   * reorder. A packet whose `reliable` is true and that is dropped, or not taken by `host.receive`, is handed back by `host.lost(packet)`, at any later
   * instant: it stands for the acknowledgement that never came.
   */
  send(to: number, packet: Packet): void;

  /**
   * Into which pieces a stream is cut: how many of the next `sizeBytes` travel together (at least one). Calm: all.
   */
  segmentBytes(to: number, sizeBytes: number): number;

  readonly disk: DiskPort;

  /** Asked at each system call: whether the program dies right here, instead of it. */
  strikes?(): boolean;

  /** Something happened that a person or a check may want to see. */
  observe(observation: Observation): void;
}

/** The decisions about a disk. Each has a calm answer, which a world without faults gives. */
export interface DiskPort {
  /** The time from a system call to its completion; calm: any small constant. */
  latencyUs(call: DiskCall, path: string, sizeBytes: number): number;

  /** The error with which a system call fails, or `undefined` (calm). */
  failure(call: DiskCall, path: string, sizeBytes: number): DiskFailure | undefined;

  /** Bytes of a `write` that are accepted; calm: all of them. Fewer is a legal short write. */
  accepted(path: string, sizeBytes: number): number;

  /**
   * At a power loss: how many of the `count` operations that were not yet durable still reached the platter,
   * counted in the order that the file system guarantees; calm: all of them.
   */
  survivors(site: string, count: number): number;

  /** At a power loss: whether one unsynced page of a file holds its new bytes, its old ones, or is torn. */
  page(path: string, page: number): PageFate;
}

export type DiskCall = 'read' | 'write' | 'sync' | 'open' | 'metadata';
export type DiskFailure = 'EIO' | 'ENOSPC';
export type PageFate = 'new' | 'old' | 'torn';

/** A node as the others see it. */
export interface NodeAddress {
  readonly name: string;
  /** IPv4, one address for each node. */
  readonly address: string;
}

/** How an incarnation ends from outside. A process kill keeps the page cache, a power loss does not. */
export type Ending = 'kill' | 'power-loss';

/** Facts about a program, in the order in which they happened. */
export type Observation =
  | { readonly kind: 'start'; readonly incarnation: number }
  | { readonly kind: 'line'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'exit'; readonly incarnation: number; readonly code: number; readonly reason: string }
  | { readonly kind: 'ended'; readonly incarnation: number; readonly ending: Ending }
  | { readonly kind: 'listen'; readonly port: number }
  | { readonly kind: 'call'; readonly name: string; readonly detail: string };

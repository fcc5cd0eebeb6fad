import type { Message } from '../../../src/vsr/data/messages.ts';
import type { ReplicaState } from '../../../src/vsr/protocol/state/replica-state.ts';
import type { Invariant, Observer, Tank } from '../../observer.ts';

export type VsrTank = Tank<ReplicaState, unknown>;
export type VsrObserver<S extends object> = Observer<S, ReplicaState, unknown, Message>;
export type VsrInvariant<S extends object> = Invariant<S, ReplicaState, unknown, Message>;

/**
 * A log of which only the checksums are asked for; entries are chained, so that is enough. What a checkpoint stands for is not
 * there; the last entry of that is.
 */
export type ChecksumLog = readonly ({ readonly checksum: number } | undefined)[];

/** What a write-ahead log says: the state that a restart over these bytes would find. */
export interface WalScan {
  readonly view: number;
  readonly logView: number;
  readonly log: ChecksumLog;
}

/** A sequential service, written apart from the replicated one. `apply` returns a new state or the old one, changed; `predicted` is what the log says of the world. */
export interface Model {
  readonly initial: unknown;
  apply(
    state: unknown,
    operation: unknown,
    predicted: unknown,
  ): { readonly state: unknown; readonly result: unknown };
}

/** Everything that the statements leave open. Code comes in here only, so that a checker contains none of what it checks. */
export interface VsrInvariantOptions {
  readonly quorumOf: (replicas: number) => number;
  /** Members of epoch 0, in the order that decides primaries: the primary of view v is members[v mod n]. */
  readonly members: readonly number[];
  /** The views of epoch e are this many times e, and up. */
  readonly viewsPerEpoch: number;
  /** With pre-vote a StartViewChange is a question, not a promise. */
  readonly preVote: boolean;
  readonly pipelineMax: number;
  readonly queueMax: number;
  readonly batchMax: number;
  readonly sessionsMax: number;
  /** Whether the network may deliver to somebody else. */
  readonly misroutes: boolean;
  /** Whether disks may lose more than a minority of copies. */
  readonly beyond?: boolean;
  readonly model?: Model;
  /** The log on disk. Without it nothing is said about disks. */
  readonly wal?: {
    /** Mode M: only the view is on the disk, and the log in memory is all there is. */
    readonly inMemory: boolean;
    /** All files that it is in. */
    readonly files: ReadonlySet<string>;
    /** The one that says which of the others count. */
    readonly index: string;
    /**
     * Reads what is durable. `previous` is what it returned before for the same disk, when that has only grown since; `indexed` says
     * whether the index was written meanwhile. Superblocks above `upTo` are as good as not there.
     */
    open(
      durable: (file: string) => Uint8Array,
      previous: WalScan | undefined,
      indexed: boolean,
      upTo?: number,
    ): WalScan;
    /** How many good copies of the superblock with that sequence number the bytes of the index hold, and how many of later ones. */
    copies(index: Uint8Array, sequence: number): { readonly same: number; readonly later: number };
  };
}

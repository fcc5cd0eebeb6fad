import type { ProcessId } from '../../../src/process/ids.ts';
import type { Message } from '../../../src/vsr/data/messages.ts';
import type { ReplicaState } from '../../../src/vsr/protocol/state/replica-state.ts';
import type { Invariant, Observer, Tank } from '../../observer.ts';

export type VsrTank = Tank<ReplicaState, unknown>;
export type VsrObserver<S extends object> = Observer<S, ReplicaState, unknown, Message>;
export type VsrInvariant<S extends object> = Invariant<S, ReplicaState, unknown, Message>;

/**
 * A log of which only checksums are read. Entries are chained, so that is enough. Below its base there are
 * holes, for which a checkpoint stands.
 */
export type ChecksumLog = readonly ({ readonly checksum: number } | undefined)[];

/** State that a restart would find in a write-ahead log. */
export interface WalScan {
  readonly view: number;
  readonly logView: number;
  readonly log: ChecksumLog;
}

/** The part of a tank that a log is read from. */
export type Disks = Pick<VsrTank, 'durable'>;

/**
 * A sequential implementation of the service, independent of the replicated one. `apply` returns a new state,
 * or the old one changed. `predicted` is the predicted value in the log.
 */
export interface Model {
  readonly initial: unknown;
  apply(
    state: unknown,
    operation: unknown,
    predicted: unknown,
  ): { readonly state: unknown; readonly result: unknown };
}

/**
 * Everything that the statements leave open. Code comes in here only, so that a checker contains no code that
 * it checks.
 */
export interface VsrInvariantOptions {
  readonly quorumOf: (replicas: number) => number;
  /** Members of epoch 0, in the order that decides primaries: the primary of view v is members[v mod n]. */
  readonly members: readonly number[];
  /** Views of epoch e start at this number times e. */
  readonly viewsPerEpoch: number;
  /** With pre-vote, a StartViewChange is a question and not a promise. */
  readonly preVote: boolean;
  readonly pipelineMax: number;
  readonly queueMax: number;
  readonly batchMax: number;
  readonly sessionsMax: number;
  /** Longest time for which a primary may answer reads without asking, if all clocks were right; 0: never. */
  readonly leaseUs: number;
  /** Whether the network may deliver to the wrong receiver. */
  readonly misroutes: boolean;
  /** Whether disks may lose more than a minority of copies. */
  readonly beyond?: boolean;
  readonly model?: Model;
  /** Documented merge of predictions, in the order of replicas. If absent, merging is not judged. */
  readonly merge?: ((predictions: readonly unknown[]) => unknown) | undefined;
  /** Set in runs without faults: no view may start from this time on. */
  readonly calmAfterUs?: number | undefined;
  /** The log on the disk. If absent, disks are not checked. */
  readonly wal?: {
    /** Mode M: only the view is on the disk. */
    readonly inMemory: boolean;
    /** All files of the log. */
    readonly files: ReadonlySet<string>;
    /** The file that names the current ones. */
    readonly index: string;
    /**
     * Reads the durable state. `previous` is an earlier result for the same disk, which has only grown since.
     * `indexed`: the index may have been written since. Superblocks above `upTo` are ignored.
     */
    open(
      disks: Disks,
      replica: ProcessId,
      previous: WalScan | undefined,
      indexed: boolean,
      upTo?: number,
    ): WalScan;
    /**
     * Counts good copies of the superblock with this sequence number in the index, and good copies with a
     * later one.
     */
    copies(index: Uint8Array, sequence: number): { readonly same: number; readonly later: number };
  };
}

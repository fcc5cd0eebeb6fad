import type { ProcessId } from '../process/ids.ts';
import type { ClientId, Entry } from './entry.ts';
import type { DoViewChange } from './messages.ts';

/**
 * `starting`: reading the disk. `normal`: log_view = view. `view-change`: promised `view`, no log for it yet.
 * `catching-up`: learnt of a later view from a normal replica, waiting for its log.
 */
export type Status = 'starting' | 'normal' | 'view-change' | 'catching-up';

/** Last executed request of a client: a fold over the executed log. `session` is the op of its Register. */
export interface ClientRecord {
  readonly session: number;
  readonly request: number;
  readonly result: unknown;
  readonly op: number;
}

/** What a replica knows; the names are the paper's. `log[i].op === i + 1`, and the op number is `log.length`. */
export interface ReplicaState {
  readonly self: ProcessId;
  status: Status;
  epoch: number;
  config: readonly ProcessId[];
  /** Highest view promised. */
  view: number;
  /** View whose log was last installed or prepared in; never above `view`, equal to it when normal. */
  logView: number;
  log: Entry[];
  /** Executed up to here. */
  commit: number;
  /** Known to be committed up to here. */
  commitMax: number;
  /** Primary: highest op that each replica acknowledged in this view; indexed by ProcessId. */
  acked: number[];
  /** Requests in commit+1 .. op, so that duplicates in flight are found; rebuilt at every log install (E12). */
  inFlight: Map<ClientId, number>;
  clientTable: Map<ClientId, ClientRecord>;
  /** StartViewChange senders for `view`, without self. */
  svc: Set<ProcessId>;
  /** DoViewChange by sender for `view`, own one included. */
  dvc: Map<ProcessId, DoViewChange>;
  /** State of the service; opaque here. */
  service: object;
  durable: DurableState;
}

/** What is known to be synced on the own disk, and what is being written. */
export interface DurableState {
  view: number;
  logView: number;
  /** Entries up to here are synced, of the log as it is in memory. */
  op: number;
}

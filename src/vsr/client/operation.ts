import type { ProcessId } from '../../process/ids.ts';
import type { ClientContext } from '../../process/process.ts';
import type { OperationMode } from '../data/config.ts';
import type { ClientId, RequestKind } from '../data/entry.ts';
import type { Message } from '../data/messages.ts';

/** State of a client. A restarted client remembers nothing and is a new client. */
export interface ClientState {
  readonly self: ProcessId;
  /** Drawn at random per start and per session: no id is ever used for two sessions. */
  client: ClientId;
  /** Op of the Register; 0: no session yet. */
  session: number;
  /** Number of the last request of this session; 0 is the Register. */
  request: number;
  /** Number of the last read that did not go through the log. */
  read: number;
  /**
   * Highest op reflected by any answer so far. Later reads must reflect it too, from whichever replica they
   * come.
   */
  token: number;
  /** The latest epoch of the group that this client knows of, and its members. */
  epoch: number;
  members: readonly ProcessId[];
  /** Highest view that a normal replica answered from. */
  view: number;
  /** The current operation. null: idle. */
  operation: PendingOperation | null;
  /** Current retry interval, without jitter. */
  retryUs: number;
}

export interface PendingOperation {
  readonly body: unknown;
  readonly kind: RequestKind;
  readonly mode: OperationMode;
  readonly invokedUs: number;
  /** Stale read: the answer must reflect this op. 0: any. */
  readonly notBefore: number;
  /** Whether it ever left this client. From then on it may be executed at any time. */
  sent: boolean;
  /**
   * `said`: the primary answered Busy. `heeded`: one retry has gone to the primary alone since the last one
   * to all.
   */
  busy: 'no' | 'said' | 'heeded';
  /** Stale read: position of the replica asked last, and refusals since the last retry. */
  replica: number;
  refused: number;
}

export type ClientCtx<Result> = ClientContext<Message, Result>;

export const RETRY_TIMER = 0;
export const GIVE_UP_TIMER = 1;

export function armRetry<Result>(state: ClientState, ctx: ClientCtx<Result>): void {
  ctx.setTimer(RETRY_TIMER, state.retryUs + ctx.random((state.retryUs >> 1) + 1));
}

export function endOperation<Result>(state: ClientState, ctx: ClientCtx<Result>): void {
  state.operation = null;
  ctx.cancelTimer(RETRY_TIMER);
  ctx.cancelTimer(GIVE_UP_TIMER);
}

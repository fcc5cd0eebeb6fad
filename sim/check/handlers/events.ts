import type { ProcessId } from '../../../src/process/ids.ts';
import type { Outcome } from '../../../src/process/process.ts';

/** An event delivered to one process. */
export type StepEvent =
  | { readonly type: 'message'; readonly from: ProcessId; readonly message: unknown }
  | { readonly type: 'timer'; readonly timer: number }
  /** Completion of the pending disk request at this index. */
  | { readonly type: 'disk'; readonly request: number }
  /** Passes the client its next operation. */
  | { readonly type: 'call' }
  /** A crash between two handlers, followed by a restart. */
  | { readonly type: 'crash' };

/** A client's event in the history. */
export type HistoryEvent =
  | { readonly type: 'call'; readonly client: number; readonly index: number; readonly operation: unknown }
  | {
      readonly type: 'return';
      readonly client: number;
      readonly index: number;
      readonly outcome: Outcome<unknown>;
    };

/** A message sent by a handler. */
export interface Sent {
  readonly to: ProcessId;
  readonly message: unknown;
}

/** An error that code must never cause: a violation in any reachable state. */
export interface Failure {
  readonly title: string;
  readonly message: string;
}

import type { ProcessId } from '../../../src/process/ids.ts';
import type { Outcome } from '../../../src/process/process.ts';

/** What one process may be told. */
export type StepEvent =
  | { readonly type: 'message'; readonly from: ProcessId; readonly message: unknown }
  | { readonly type: 'timer'; readonly timer: number }
  /** The disk answers the request at this place among those that wait. */
  | { readonly type: 'disk'; readonly request: number }
  /** The client is handed its next operation. */
  | { readonly type: 'call' }
  /** It crashes between two handlers, and starts again. */
  | { readonly type: 'crash' };

/** What a client does, for the history. */
export type HistoryEvent =
  | { readonly type: 'call'; readonly client: number; readonly index: number; readonly operation: unknown }
  | {
      readonly type: 'return';
      readonly client: number;
      readonly index: number;
      readonly outcome: Outcome<unknown>;
    };

/** A message that a handler sent. */
export interface Sent {
  readonly to: ProcessId;
  readonly message: unknown;
}

/** What the code did that no code may do: a violation, wherever it is reached. */
export interface Failure {
  readonly title: string;
  readonly message: string;
}

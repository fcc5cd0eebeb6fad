/**
 * A replicated state machine: deterministic, its state plain data, changed in place by `execute`.
 * The result depends on state and operation alone.
 */
export interface Service<State extends object = object, Operation = unknown, Result = unknown> {
  readonly name: string;
  initial(): State;
  execute(state: State, operation: Operation): Result;
  /** A number that equal states share and different states (almost) never do. O(1): kept up to date by `execute`. */
  digest(state: State): number;
  /** The state as plain data for a checkpoint: equal states give equal data, whatever way they came about. */
  capture(state: State): unknown;
  /** A state equal to the one that was captured. */
  restore(captured: unknown): State;
}

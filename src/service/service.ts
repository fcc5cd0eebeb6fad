/**
 * A replicated state machine: deterministic, its state plain data, changed in place by `execute`.
 * The result depends on state, operation and prediction alone. Only the first three members are asked for: `complete`
 * (defaults.ts) makes up for those that a service leaves out.
 */
export interface Service<State extends object = object, Operation = unknown, Result = unknown> {
  readonly name: string;
  initial(): State;
  /** `predicted` is what `predict` said when the operation was given its place in the log: the same at all replicas. */
  execute(state: State, operation: Operation, predicted?: unknown): Result;
  /**
   * What an operation needs to know of the world (the time, a random number), or null if nothing: asked before it is given
   * its place in the log, and handed to `execute` by all replicas. In `execute` there is no world to ask.
   */
  predict?(operation: Operation, world: World): unknown;
  /** One prediction of several, in the order of the replicas that made them. When absent: the median of numbers, else the first. */
  merge?(predictions: readonly unknown[]): unknown;
  /** Whether the operation leaves every state as it is, so that it need not go through the log. When absent: none does. */
  isRead?(operation: Operation): boolean;
  /** A number that equal states share and different states (almost) never do. When absent: computed from all of the state each time. */
  digest?(state: State): number;
  /** The state as plain data for a checkpoint: equal states give equal data, whatever way they came about. */
  capture?(state: State): unknown;
  /** A state equal to the one that was captured. */
  restore?(captured: unknown): State;
}

/** What a prediction may look at. */
export interface World {
  /** The local wall clock in microseconds; it may be wrong and may jump. */
  wallTime(): number;
  /** An integer in [0, bound). */
  random(bound: number): number;
}

/** A service with digests and checkpoints of its own: faster than what they would be by default. */
export type SelfCapturing<State extends object, Operation, Result> = Service<State, Operation, Result> &
  Required<Pick<Service<State, Operation, Result>, 'digest' | 'capture' | 'restore'>>;

/**
 * A replicated state machine: deterministic, with a state of plain data that `execute` changes in place.
 * Results depend on state, operation and prediction only. Only the first three members are required;
 * `complete` (defaults.ts) adds the others.
 */
export interface Service<State extends object = object, Operation = unknown, Result = unknown> {
  readonly name: string;
  initial(): State;
  /** `predicted` is the result of `predict`, the same at all replicas. */
  execute(state: State, operation: Operation, predicted?: unknown): Result;
  /**
   * The input of an operation from outside (the time, a random number), or null for none. Called before the
   * operation gets its place in the log; all replicas pass the result to `execute`, which has no other access
   * to the world.
   */
  predict?(operation: Operation, world: World): unknown;
  /**
   * Merges several predictions, in the order of the replicas that made them. Default: the median of numbers,
   * else the first.
   */
  merge?(predictions: readonly unknown[]): unknown;
  /**
   * Whether the operation leaves every state unchanged, so that it need not go through the log. Default: no
   * operation does.
   */
  isRead?(operation: Operation): boolean;
  /**
   * A number that is equal for equal states, and almost certainly different for different ones. Default:
   * computed from the whole state each time.
   */
  digest?(state: State): number;
  /** The state as plain data, for a checkpoint. Equal states give equal data, whatever their history. */
  capture?(state: State): unknown;
  /** A state equal to the captured one. */
  restore?(captured: unknown): State;
  /**
   * For states that take long to capture: the parts of the current state, so that a checkpoint can be encoded
   * while operations go on. It must be fast and copies nothing; `execute` must copy a part before it changes
   * it (copy on write). Whether a part is shared with a frozen state must follow from numbers in the state,
   * as in `kv`, and not from the identity of objects, which a copy of the process does not preserve. Goes
   * with `capturePart`, `capture` and `restore`. Default: a checkpoint is captured and encoded at once.
   */
  freeze?(state: State): readonly unknown[];
  /** One part given by `freeze`, as plain data. `capture` gives the array of all of them, in that order. */
  capturePart?(part: unknown): unknown;
}

/** The sources that a prediction may use. */
export interface World {
  /** The local wall clock in microseconds. It may be wrong, and may jump. */
  wallTime(): number;
  /** An integer in [0, bound). */
  random(bound: number): number;
}

/** A service with its own digest and checkpoints, faster than the defaults. */
export type SelfCapturing<State extends object, Operation, Result> = Service<State, Operation, Result> &
  Required<Pick<Service<State, Operation, Result>, 'digest' | 'capture' | 'restore'>>;

/** A service whose checkpoints are encoded part by part while it goes on. */
export type CopyingOnWrite<State extends object, Operation, Result> = SelfCapturing<
  State,
  Operation,
  Result
> &
  Required<Pick<Service<State, Operation, Result>, 'freeze' | 'capturePart'>>;

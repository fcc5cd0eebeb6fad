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
  /**
   * For states that take long to capture: the parts of the state as it is now, so that a checkpoint can be written while operations
   * are executed. It must be quick, so it copies no part: what `execute` changes later it copies before it does (copy on
   * write). Whether a part is shared with a frozen state must be told by numbers in the state, as `kv` does with generations, and
   * not by the identity of objects: a copy of the process may share what this one does not, and the other way round.
   * Goes with `capturePart`, `capture` and `restore`. When absent: a checkpoint is captured and encoded at once.
   */
  freeze?(state: State): readonly unknown[];
  /** One of the parts that `freeze` gave, as plain data. All of them, in that order, in an array are what `capture` gives. */
  capturePart?(part: unknown): unknown;
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

/** A service whose checkpoints are written part by part, while it goes on. */
export type CopyingOnWrite<State extends object, Operation, Result> = SelfCapturing<
  State,
  Operation,
  Result
> &
  Required<Pick<Service<State, Operation, Result>, 'freeze' | 'capturePart'>>;

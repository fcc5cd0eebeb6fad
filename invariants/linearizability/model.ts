import type { ListOperation } from './list-operations.ts';
import type { SumOperation } from './sum-operations.ts';
import type { ZoneOperation } from './zones.ts';

/** What identifies a state: equal keys exactly for equal states. A primitive, so that a `Map` can look it up. */
export type StateKey = string | number | bigint | boolean | null;

/** One legal outcome of an operation. */
export interface Step<State, Result> {
  readonly state: State;
  readonly result: Result;
}

/**
 * What an object does when its operations run one after another: the yardstick of linearizability (Herlihy & Wing 1990).
 * States are immutable plain data. One model describes one partition; a whole object is the product of its partitions,
 * and may then be judged partition by partition (Horn & Kroening 2015).
 *
 * The optional members are promises which let a checker go straight to what matters. A model without them is judged
 * as exactly, only with more work; a model which breaks one is judged wrongly, so each has a test.
 */
export interface SequentialModel<State, Operation, Result> {
  readonly name: string;
  /** State of every partition before the first operation. */
  readonly initial: State;
  /** Every outcome the object may choose in this state: one for a deterministic object, none if it must not run now. */
  steps(state: State, operation: Operation): readonly Step<State, Result>[];
  /** Equal for equal states, and for no others. */
  key(state: State): StateKey;
  /** Whether two answers are the same to a client. */
  sameResult(a: Result, b: Result): boolean;
  /** The part of the object that the operation touches; parts must be independent. One part when absent. */
  partition?(operation: Operation): string;
  /** The name of what the operation does, e.g. `read`: no keys, no values. */
  kind(operation: Operation): string;
  /** The operation in words; with its result, if it has one. */
  describe(operation: Operation, result?: Result): string;
  /** A state of the part that the operation touches, in words; its key when absent. */
  describeState?(state: State, operation: Operation): string;

  /**
   * The operation as one of a register with compare-and-set, if that is what it is; the results must then be those of a register too.
   * Histories of such operations whose written values all differ are judged without a search.
   */
  asRegister?(operation: Operation): ZoneOperation | undefined;

  /** Promise: operations lead to finitely many states, however often they run. */
  readonly isFinite?: boolean;
  /** Promise: all operations are those of a list that only grows, and the results are. Such histories are judged without a search. */
  asList?(operation: Operation): ListOperation;

  /** Promise: all operations are those of a sum that only grows: readings, and additions of 1 and more; and the results are. Likewise. */
  asSum?(operation: Operation): SumOperation;

  /** Promise: neither results nor next states depend on the state before. A blind write; it hides what came just before. */
  blind?(operation: Operation): boolean;
  /** Promise: with this result (any result, when undefined) the operation leaves the state as it was. */
  pure?(operation: Operation, result: Result | undefined): boolean;
  /** Every state in which the operation can have this result; undefined when they are too many to tell. */
  enablers?(operation: Operation, result: Result): readonly State[] | undefined;
  /** Every *other* state from which the operation leads to `after`. Not asked of blind operations; the others must be deterministic. */
  before?(operation: Operation, after: State): readonly State[];
}

/** A model with one outcome per state and operation. It can also predict results, e.g. to replay a log independently. */
export interface DeterministicModel<State, Operation, Result>
  extends SequentialModel<State, Operation, Result> {
  /** The one outcome in this state. */
  apply(state: State, operation: Operation): Step<State, Result>;
}

/** Completes a deterministic model. */
export function deterministic<State, Operation, Result>(
  model: Omit<DeterministicModel<State, Operation, Result>, 'steps'>,
): DeterministicModel<State, Operation, Result> {
  return {
    ...model,
    steps(state, operation) {
      // Of an operation that is not its own, a switch over kinds gives nothing.
      const outcome: Step<State, Result> | undefined = model.apply(state, operation);
      if (outcome === undefined)
        throw new TypeError(`the model ${model.name} has no operation ${shown(operation)}`);
      return [outcome];
    },
  };
}

/** As JSON; operations from history files may contain bigints. */
const shown = (operation: unknown): string =>
  JSON.stringify(operation, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

/** Runs one operation on a whole object, kept as one state per partition, and returns the result the model expects. */
export function replay<State, Operation, Result>(
  model: DeterministicModel<State, Operation, Result>,
  states: Map<string, State>,
  operation: Operation,
): Result {
  const part = model.partition?.(operation) ?? '';
  const state = states.get(part);
  const step = model.apply(state === undefined ? model.initial : state, operation);
  states.set(part, step.state);
  return step.result;
}

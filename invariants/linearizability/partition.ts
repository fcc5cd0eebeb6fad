import type { SequentialModel, StateKey, Step } from './model.ts';

/** An operation that was called. It is open until it returns, fails, or can be forgotten. */
export interface Op<State, Operation, Result> {
  readonly id: number;
  readonly client: number;
  readonly operation: Operation;
  readonly partition: Partition<State, Operation, Result>;
  /** Rank among the calls on its partition: 1, 2, 3 ... */
  readonly call: number;
  /** Rank among the events of its partition: of the call, and of the return once there was one. */
  readonly calledAt: number;
  returnedAt: number | undefined;
  result: Result | undefined;
  /** Its only outcome in whatever state, if it is blind. */
  readonly blind: Step<State, Result> | undefined;
  /** Key of the state in which a blind operation leaves the object. */
  readonly gives: StateKey | undefined;
  /** It never changes the state. */
  readonly readOnly: boolean;
  /** Once it will never return, but may act at any time: the operation as a string, to know equal ones. */
  unknown: string | undefined;
}

/** An open operation which a configuration has put in its place, and the result it must therefore return. */
export interface Committed<Result> {
  readonly id: number;
  readonly result: Result;
}

/**
 * One way to explain everything returned so far: where the object is now, and what that way has decided about open
 * operations. What it has not decided stays open to it. Configurations share their arrays and never change them.
 */
export interface Configuration<Result> {
  /** Number of the interned state. */
  readonly state: number;
  /** Ascending by id. */
  readonly committed: readonly Committed<Result>[];
  /** Ids of operations with unknown outcome which took effect; ascending. */
  readonly used: readonly number[];
  /** The states that open operations may still have seen: pairs (state, stamp), oldest first; see `visited.ts`. */
  readonly visited: readonly number[];
}

/** A partition is checked until something is wrong with it, or until it costs more than the budget. */
export type PartitionVerdict = 'checking' | 'violated' | 'undecided';

/** Everything known about one independent part of the object. Plain data. */
export interface Partition<State, Operation, Result> {
  readonly name: string;
  verdict: PartitionVerdict;
  /** Calls so far. */
  calls: number;
  /** Calls, returns and failures so far. */
  events: number;
  /** Operations that may still return, in the order of their calls. */
  pending: Op<State, Operation, Result>[];
  /** Operations that will never return and that some configuration may still use, in the order of their calls. */
  unknown: Op<State, Operation, Result>[];
  /** Those of them that are neither blind nor read-only. */
  unknownShifters: Op<State, Operation, Result>[];
  /** Those of them that are blind, by the state they give. */
  readonly unknownBlind: Map<StateKey, Op<State, Operation, Result>[]>;
  /** Open operations that are neither blind nor read-only, unknown ones included. */
  shifters: number;
  configurations: Configuration<Result>[];
  /** Interned states: what configurations mention, and for a while what they no longer do. */
  states: State[];
  readonly ids: Map<StateKey, number>;
  sweepAt: number;
  /** The latest returned operations, a ring for explanations. */
  readonly recent: Op<State, Operation, Result>[];
  returns: number;
}

/** Interned states before the first sweep. */
const STATES_MIN = 64;

export function createPartition<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  name: string,
): Partition<State, Operation, Result> {
  return {
    name,
    verdict: 'checking',
    calls: 0,
    events: 0,
    pending: [],
    unknown: [],
    unknownShifters: [],
    unknownBlind: new Map(),
    shifters: 0,
    configurations: [{ state: 0, committed: [], used: [], visited: [] }],
    states: [model.initial],
    ids: new Map([[model.key(model.initial), 0]]),
    sweepAt: STATES_MIN,
    recent: [],
    returns: 0,
  };
}

/** Number of a state; equal states have equal numbers. */
export function intern<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  state: State,
): number {
  const key = model.key(state);
  const known = partition.ids.get(key);
  if (known !== undefined) return known;
  const id = partition.states.length;
  partition.ids.set(key, id);
  partition.states.push(state);
  return id;
}

/** The state with this number. */
export function stateOf<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  id: number,
): State {
  // The cast: numbers come from `intern` alone, so there is a state (which may itself be undefined or null).
  return partition.states[id] as State;
}

/** Forgets the states that no configuration mentions, now and then, so that memory follows what is alive. */
export function sweep<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
): void {
  if (partition.states.length < partition.sweepAt) return;
  const renamed = new Map<number, number>();
  const states: State[] = [];
  partition.ids.clear();
  const rename = (id: number): number => {
    const known = renamed.get(id);
    if (known !== undefined) return known;
    const state = stateOf(partition, id);
    const fresh = states.length;
    renamed.set(id, fresh);
    states.push(state);
    partition.ids.set(model.key(state), fresh);
    return fresh;
  };
  partition.configurations = partition.configurations.map((configuration) => ({
    ...configuration,
    state: rename(configuration.state),
    visited: configuration.visited.map((field, index) => (index % 2 === 0 ? rename(field) : field)),
  }));
  partition.states = states;
  partition.sweepAt = Math.max(STATES_MIN, states.length * 2);
}

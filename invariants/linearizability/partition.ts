import { type Facts, firstFacts } from './facts.ts';
import type { SequentialModel, StateKey, Step } from './model.ts';

/** An operation that was called. It is open until it returns, fails, or can be forgotten; after its return it is frozen. */
export interface Op<State, Operation, Result> {
  readonly id: number;
  readonly client: number;
  readonly operation: Operation;
  /** Name of the partition. */
  readonly part: string;
  /** Times are ranks among the events of the partition: 1, 2, 3 ... */
  readonly calledAt: number;
  returnedAt: number | undefined;
  result: Result | undefined;
  /** What it may do in whatever state, if it is blind; after its return, what it may have done. */
  blind: readonly Step<State, Result>[] | undefined;
  /** Keys of the states in which a blind operation may leave the object: one for each outcome. */
  gives: readonly StateKey[] | undefined;
  /** It never changes the state. */
  readonly readOnly: boolean;
  /** Results to which configurations have committed it, each once: equal ones are the same object. */
  readonly results: Result[];
  /** Once it will never return, but may act at any time: the operation as a string, to know equal ones. */
  unknown: string | undefined;
}

/** An open operation which a configuration has put in its place, and the result it must therefore return. */
export interface Committed<Result> {
  readonly id: number;
  readonly result: Result;
  readonly blind: boolean;
}

/**
 * A run of operations from a blind one (or the start) up to the next blind one; see `blocks.ts`. Immutable, and shared
 * between configurations.
 */
export interface Block {
  /** Id of the blind operation it starts with; -1 for the block of the initial state. */
  readonly root: number;
  /** Time of the earliest return in it; minus infinity for the block of the initial state, which comes first. */
  readonly first: number;
  /** Time of the latest call in it. */
  readonly last: number;
  /** Number of the interned state at its end. */
  readonly state: number;
  /** States before the end which open operations may have seen: pairs (state, time of the first return behind it), oldest first. */
  readonly path: readonly number[];
  /** Whether anything but its root has changed the state. */
  readonly extended: boolean;
}

/**
 * One way to explain everything returned so far. What it has not decided stays open to it. Configurations share their
 * arrays and never change them.
 */
export interface Configuration<Result> {
  /** The blocks that open operations may still join. */
  readonly blocks: readonly Block[];
  /** Ascending by id. */
  readonly committed: readonly Committed<Result>[];
  /** Ids of operations with unknown outcome which took effect; ascending. */
  readonly used: readonly number[];
}

/** A partition is checked until something is wrong with it, or until it costs more than the budget. */
export type PartitionVerdict = 'checking' | 'violated' | 'undecided';

/** Everything known about one independent part of the object. Plain data. */
export interface Partition<State, Operation, Result> {
  readonly name: string;
  verdict: PartitionVerdict;
  /** Time of the latest event. */
  now: number;
  /** Operations that may still return, in the order of their calls. */
  pending: Op<State, Operation, Result>[];
  /** Operations that will never return and that some configuration may still use, in the order of their calls. */
  unknown: Op<State, Operation, Result>[];
  /** Those of them that are neither blind nor read-only, equal ones together. */
  readonly unknownShifters: Map<string, Op<State, Operation, Result>[]>;
  /** Those of them that are blind, by the state they may give; equal ones together. */
  readonly unknownBlind: Map<StateKey, Map<string, Op<State, Operation, Result>[]>>;
  /** Open operations that are neither blind nor read-only, unknown ones included. */
  shifters: number;
  configurations: Configuration<Result>[];
  /** Interned states: what configurations mention, and for a while what they no longer do. */
  states: State[];
  readonly ids: Map<StateKey, number>;
  sweepAt: number;
  /** In place of configurations, where results tell the order. */
  readonly facts: Facts | undefined;
  /** The latest returned operations, a ring for explanations. */
  readonly recent: Op<State, Operation, Result>[];
  returns: number;
  /** Configurations and attempts that its events have cost so far. */
  spent: number;
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
    spent: 0,
    now: 0,
    pending: [],
    unknown: [],
    unknownShifters: new Map(),
    unknownBlind: new Map(),
    shifters: 0,
    configurations: [
      {
        blocks: [{ root: -1, first: -Infinity, last: -Infinity, state: 0, path: [], extended: false }],
        committed: [],
        used: [],
      },
    ],
    states: [model.initial],
    ids: new Map([[model.key(model.initial), 0]]),
    sweepAt: STATES_MIN,
    facts: firstFacts(model),
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
    blocks: configuration.blocks.map((block) => ({
      ...block,
      state: rename(block.state),
      path: block.path.map((field, index) => (index % 2 === 0 ? rename(field) : field)),
    })),
  }));
  partition.states = states;
  partition.sweepAt = Math.max(STATES_MIN, states.length * 2);
}

import { deepFreeze } from '../../src/process/freeze.ts';
import { minimal } from './configurations.ts';
import { factsText } from './facts.ts';
import { explainReturn } from './just-in-time.ts';
import type { SequentialModel } from './model.ts';
import { takeFailure, takeReturn, takeUnknown } from './monitor.ts';
import type { Configuration, Op, Partition } from './partition.ts';
import { createPartition, sweep } from './partition.ts';
import type { Search } from './search.ts';
import type { Fit } from './sum-gaps.ts';
import { addUnknown, forgetUsed } from './unknown-operations.ts';

/** Everything a checker knows. Plain data: a clone goes on exactly like the original. */
export interface CheckerState<State, Operation, Result> {
  readonly partitions: Map<string, Partition<State, Operation, Result>>;
  /** Open operations of partitions that are still checked, by id; those with unknown outcome are no longer here. */
  readonly open: Map<number, Op<State, Operation, Result>>;
  /** Returns that were judged. */
  judged: number;
  /** Partitions that became too expensive. What they returned from then on is not checked. */
  undecided: number;
}

/** The first event of a partition after which no legal order exists. */
export interface Bad<State, Operation, Result> {
  readonly partition: Partition<State, Operation, Result>;
  /** The operation that returned, or that failed although its effect had been seen. */
  readonly op: Op<State, Operation, Result>;
  readonly failed: boolean;
  /** Explanations of everything before. */
  readonly before: readonly Configuration<Result>[];
  /** The object before, in words, where it was judged without a search. */
  readonly object?: string;
}

export interface CheckerOptions {
  /**
   * Most configurations and attempts that one event may cost before its partition is given up as undecided; eight times as many is the most
   * for all of them together.
   */
  readonly budget?: number;
  /** Returned operations of a partition that explanations may name. */
  readonly recentMax?: number;
}

const BUDGET = 50_000;
/** What all events of a partition may cost together, as a multiple of that: many that each stay just within it take minutes. */
const BUDGETS_IN_ALL = 8;
/** Configurations that may stay alive between two events, as a share of the budget. */
const ALIVE_SHARE = 10;
const RECENT_MAX = 64;

/**
 * Linearizability, judged at every return: the history was fine up to the return before, so a violation is found at the
 * exact event that makes it one. (Linearizability is prefix-closed; Herlihy & Wing 1990.) Configuration sets after Wing &
 * Gong 1993 and Lowe 2017, one per partition after Horn & Kroening 2015.
 */
export interface OnlineChecker<State, Operation, Result> {
  initial(): CheckerState<State, Operation, Result>;
  /** A client calls. Ids are unique and rise. */
  call(state: CheckerState<State, Operation, Result>, id: number, client: number, operation: Operation): void;
  returned(
    state: CheckerState<State, Operation, Result>,
    id: number,
    result: Result,
  ): Bad<State, Operation, Result> | undefined;
  /** The operation certainly had no effect, and never will. Bad if its effect was needed to explain a return. */
  failed(
    state: CheckerState<State, Operation, Result>,
    id: number,
  ): Bad<State, Operation, Result> | undefined;
  /** The operation will never return; it may act at any time from its call on, or never. Saying so is optional, but saves work. */
  unknown(state: CheckerState<State, Operation, Result>, id: number): void;
}

export function onlineChecker<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  options: CheckerOptions = {},
): OnlineChecker<State, Operation, Result> {
  const budget = options.budget ?? BUDGET;
  const recentMax = options.recentMax ?? RECENT_MAX;
  return {
    initial: () => ({ partitions: new Map(), open: new Map(), judged: 0, undecided: 0 }),
    call: (state, id, client, operation) => call(model, state, id, client, operation),
    returned: (state, id, result) => returned(model, budget, recentMax, state, id, result),
    failed: (state, id) => failed(model, budget, state, id),
    unknown: (state, id) => unknown(model, budget, state, id),
  };
}

function call<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  checker: CheckerState<State, Operation, Result>,
  id: number,
  client: number,
  operation: Operation,
): void {
  const name = model.partition === undefined ? '' : model.partition(operation);
  let partition = checker.partitions.get(name);
  if (partition === undefined) {
    partition = createPartition(model, name);
    checker.partitions.set(name, partition);
  }
  if (partition.verdict !== 'checking') return;
  partition.now += 1;
  const blind = model.blind?.(operation) === true ? model.steps(model.initial, operation) : undefined;
  const op: Op<State, Operation, Result> = {
    id,
    client,
    operation,
    part: name,
    calledAt: partition.now,
    results: [],
    returnedAt: undefined,
    result: undefined,
    blind,
    gives: blind?.map(({ state }) => model.key(state)),
    readOnly: model.pure?.(operation, undefined) === true,
    unknown: undefined,
  };
  if (isShifter(op)) partition.shifters += 1;
  partition.pending.push(op);
  checker.open.set(id, op);
}

function isShifter<State, Operation, Result>(op: Op<State, Operation, Result>): boolean {
  return op.blind === undefined && !op.readOnly;
}

/** An operation that is not open any more. */
interface Closed<State, Operation, Result> {
  readonly op: Op<State, Operation, Result>;
  readonly partition: Partition<State, Operation, Result>;
}

/** Takes an operation out of those that may still return. */
function close<State, Operation, Result>(
  checker: CheckerState<State, Operation, Result>,
  id: number,
): Closed<State, Operation, Result> | undefined {
  const op = checker.open.get(id);
  if (op === undefined) return undefined;
  checker.open.delete(id);
  const partition = checker.partitions.get(op.part);
  if (partition === undefined || partition.verdict !== 'checking') return undefined;
  partition.pending.splice(partition.pending.indexOf(op), 1);
  partition.now += 1;
  return { op, partition };
}

function returned<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  budget: number,
  recentMax: number,
  checker: CheckerState<State, Operation, Result>,
  id: number,
  result: Result,
): Bad<State, Operation, Result> | undefined {
  const closed = close(checker, id);
  if (closed === undefined) return undefined;
  const { op, partition } = closed;
  op.result = result;
  op.returnedAt = partition.now;
  if (op.blind !== undefined && op.blind.length > 1) decide(model, op, result);
  checker.judged += 1;
  const { facts } = partition;
  if (facts !== undefined) {
    const fit = takeReturn(model, partition, facts, op, result, budget);
    const bad = conclude(checker, budget, partition, op, fit);
    if (bad === undefined) remember(partition, op, recentMax);
    return bad;
  }
  const search: Search<State, Operation, Result> = { model, partition, op, result, found: [], budget };
  const before = partition.configurations;
  for (const configuration of before) explainReturn(search, configuration);
  if (isShifter(op)) partition.shifters -= 1;
  partition.spent += budget - search.budget;
  if (search.budget < 0) giveUp(checker, partition);
  else if (search.found.length === 0) {
    partition.verdict = 'violated';
    return { partition, op, failed: false, before };
  } else {
    settle(model, checker, budget, partition, search.found);
    remember(partition, op, recentMax);
  }
  return undefined;
}

/** Draws the conclusion about an event of an object that is judged by facts. What fits nowhere has not changed them. */
function conclude<State, Operation, Result>(
  checker: CheckerState<State, Operation, Result>,
  budget: number,
  partition: Partition<State, Operation, Result>,
  op: Op<State, Operation, Result>,
  fit: Fit,
): Bad<State, Operation, Result> | undefined {
  if (fit === 'misfit') {
    partition.verdict = 'violated';
    const object = partition.facts === undefined ? '' : factsText(partition.facts);
    return { partition, op, failed: op.returnedAt === undefined, before: [], object };
  }
  if (fit === 'too-hard' || isSpent(partition, budget)) giveUp(checker, partition);
  return undefined;
}

/** For explanations. */
function remember<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  op: Op<State, Operation, Result>,
  recentMax: number,
): void {
  deepFreeze(op.blind); // what the model made of an operation that is frozen, or nobody's
  Object.freeze(op.gives);
  Object.freeze(op.results);
  partition.recent[partition.returns % recentMax] = Object.freeze(op); // shared by the copies of a run
  partition.returns += 1;
}

/** What a blind operation with several outcomes has done, now that its result is known. */
function decide<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  op: Op<State, Operation, Result>,
  result: Result,
): void {
  op.blind = op.blind?.filter((step) => model.sameResult(step.result, result));
  op.gives = op.blind?.map(({ state }) => model.key(state));
}

function settle<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  checker: CheckerState<State, Operation, Result>,
  budget: number,
  partition: Partition<State, Operation, Result>,
  found: readonly Configuration<Result>[],
): void {
  partition.configurations = minimal(partition, found);
  if (partition.configurations.length * ALIVE_SHARE > budget || isSpent(partition, budget))
    giveUp(checker, partition);
  forgetUsed(partition);
  sweep(model, partition);
}

const isSpent = <State, Operation, Result>(
  { spent }: Partition<State, Operation, Result>,
  budget: number,
): boolean => spent > BUDGETS_IN_ALL * budget;

function giveUp<State, Operation, Result>(
  checker: CheckerState<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
): void {
  partition.verdict = 'undecided';
  checker.undecided += 1;
  partition.configurations = [];
  partition.unknown = [];
  partition.unknownShifters.clear();
  partition.unknownBlind.clear();
}

function failed<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  budget: number,
  checker: CheckerState<State, Operation, Result>,
  id: number,
): Bad<State, Operation, Result> | undefined {
  const closed = close(checker, id);
  if (closed === undefined) return undefined;
  const { op, partition } = closed;
  if (isShifter(op)) partition.shifters -= 1;
  const { facts } = partition;
  if (facts !== undefined) {
    const fit = takeFailure(model, partition, facts, op, budget);
    return conclude(checker, budget, partition, op, fit);
  }
  const before = partition.configurations;
  const left = before.filter((configuration) => !configuration.committed.some((one) => one.id === id));
  if (left.length === 0) {
    partition.verdict = 'violated';
    return { partition, op, failed: true, before };
  }
  // An operation that no configuration has used changes none of them.
  if (left.length < before.length) partition.configurations = minimal(partition, left);
  return undefined;
}

function unknown<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  budget: number,
  checker: CheckerState<State, Operation, Result>,
  id: number,
): void {
  const closed = close(checker, id);
  if (closed === undefined) return;
  const { op, partition } = closed;
  if (partition.facts !== undefined) {
    op.unknown = '';
    if (!op.readOnly) takeUnknown(model, partition, partition.facts, op);
    return;
  }
  // One that never changes the state and never returns is of no consequence.
  if (!op.readOnly) {
    addUnknown(partition, op, JSON.stringify(op.operation));
    partition.configurations = partition.configurations.map((configuration) => {
      if (!configuration.committed.some((one) => one.id === id)) return configuration;
      const committed = configuration.committed.filter((one) => one.id !== id);
      return { ...configuration, committed, used: [...configuration.used, id].sort((a, b) => a - b) };
    });
  }
  partition.configurations = minimal(partition, partition.configurations);
  if (isSpent(partition, budget)) giveUp(checker, partition);
  forgetUsed(partition);
}

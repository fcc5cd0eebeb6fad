import { mayReach } from './blocks.ts';
import type { SequentialModel } from './model.ts';
import type { Block, Configuration, Op, Partition } from './partition.ts';

/** One return to be explained: what all parts of the search share. */
export interface Search<State, Operation, Result> {
  readonly model: SequentialModel<State, Operation, Result>;
  readonly partition: Partition<State, Operation, Result>;
  /** The operation that returns; no longer among the pending ones. */
  readonly op: Op<State, Operation, Result>;
  readonly result: Result;
  /** The configurations that explain it. */
  readonly found: Configuration<Result>[];
  /** What may still be spent: configurations made and operations tried. The search gives up below zero. */
  budget: number;
}

/** One operation in its place. */
export interface Placed<State, Operation, Result> {
  readonly op: Op<State, Operation, Result>;
  readonly result: Result;
  /** Number of the state after it. */
  readonly after: number;
}

/** Whether the configuration has not yet decided about the open operation. */
export function isFree<State, Operation, Result>(
  from: Configuration<Result>,
  op: Op<State, Operation, Result>,
): boolean {
  if (op.unknown !== undefined) return !from.used.includes(op.id);
  for (const committed of from.committed) if (committed.id === op.id) return false;
  return true;
}

export function addFound<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  configuration: Configuration<Result>,
): void {
  search.budget -= 1;
  search.found.push(configuration);
}

/**
 * Adds a sequence, which ends with the operation that returns, to the end of a block; or makes a new block of it, if there is
 * none. All but the last change the state. Does nothing where real time forbids it.
 */
export function place<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  block: Block | undefined,
  sequence: readonly Placed<State, Operation, Result>[],
): void {
  let last = block === undefined ? -Infinity : block.last;
  for (const { op } of sequence) last = Math.max(last, op.calledAt);
  if (block !== undefined && !mayReach(from.blocks, block, last)) return;
  const { committed, used } = commit(search, from, sequence);
  const grown = grow(search, block, last, sequence);
  const blocks = block === undefined ? [...from.blocks, grown] : replaced(from.blocks, block, grown);
  addFound(search, { blocks, committed, used });
}

/** The block with a later call in it. */
export function raise<Result>(
  from: Configuration<Result>,
  block: Block,
  last: number,
): Configuration<Result> {
  return { ...from, blocks: replaced(from.blocks, block, { ...block, last }) };
}

function replaced(blocks: readonly Block[], old: Block, fresh: Block): readonly Block[] {
  return blocks.map((block) => (block === old ? fresh : block));
}

function commit<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  sequence: readonly Placed<State, Operation, Result>[],
): Omit<Configuration<Result>, 'blocks'> {
  if (sequence.length === 1) return from;
  const committed = [...from.committed];
  const used = [...from.used];
  for (const { op, result } of sequence) {
    if (op === search.op) continue;
    if (op.unknown !== undefined) used.push(op.id);
    else committed.push({ id: op.id, result: sameObject(search, op, result), blind: op.blind !== undefined });
  }
  return { committed: committed.sort((a, b) => a.id - b.id), used: used.sort((a, b) => a - b) };
}

/** One object for equal results of an operation: configurations are compared often, and a model's `sameResult` may be slow. */
function sameObject<State, Operation, Result>(
  { model }: Search<State, Operation, Result>,
  { results }: Op<State, Operation, Result>,
  result: Result,
): Result {
  for (const known of results) if (known === result || model.sameResult(known, result)) return known;
  results.push(result);
  return result;
}

function grow<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  block: Block | undefined,
  last: number,
  sequence: readonly Placed<State, Operation, Result>[],
): Block {
  const { now } = search.partition;
  const path = block === undefined ? [] : [...block.path];
  let state = block?.state;
  let changes = 0;
  for (const { after } of sequence) {
    if (after === state) continue;
    changes += 1;
    if (state !== undefined) path.push(state, now);
    state = after;
  }
  const extended = block === undefined ? changes > 1 : block.extended || changes > 0;
  const root = block?.root ?? sequence[0]?.op.id ?? -1;
  return { root, first: block?.first ?? now, last, state: state ?? 0, path, extended };
}

import { FrugalSearch } from './frugal.ts';
import type { SequentialModel } from './model.ts';
import { Transitions } from './transitions.ts';
import type { WholeOp, WholeVerdict } from './whole-op.ts';
import { WholeSearch } from './whole-search.ts';

const BUDGET = 50_000_000;

/**
 * Looks for a legal order of a whole history: Wing & Gong 1993 with the memory of Lowe 2017, its hash after Horn & Kroening 2015, and
 * three things that spare most of the work:
 *
 * - An operation that changes nothing, and can run now with the result it had, runs now. Whatever order there is, it is one with that too.
 * - Operations that never returned run only where nothing else leads on; equal ones in the order of their calls.
 * - Of these there may be as many as an order needs, at first. If there is no order even so, there is none. If there is one that uses more
 *   than there are, a frugal one is looked for. If that does not decide it, what was overused is counted, and the search begins anew; so
 *   most are never counted, and cost nothing. (Those that could lead to ever new states are counted from the beginning.)
 *
 * @param ops in the order of their calls, times all different
 * @param budget steps that may be tried: the same verdict on every machine
 */
export function searchWhole<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  ops: readonly WholeOp<Operation, Result>[],
  budget = BUDGET,
): WholeVerdict {
  const transitions = new Transitions(model);
  // One that must come behind another is not to be taken for one that need not.
  const classes = Int32Array.from(ops, ({ operation, result, after }, i) =>
    transitions.classOf(operation, result, after === undefined ? '' : String(i)),
  );
  const unfinished = unfinishedOf(ops, classes, transitions);
  /** Classes of unfinished operations that are counted. */
  const counted = new Set([...unfinished.keys()].filter((number) => !transitions.isFinite(number)));
  const isBounded = counted.size === 0;
  let left = budget;
  for (let round = 0; ; round += 1) {
    const search = new WholeSearch(ops, classes, transitions, unfinished, counted, left);
    const verdict = search.run();
    if (verdict.type !== 'linearizable') return verdict;
    const over = search.overused();
    if (over === undefined) return { type: 'linearizable', order: search.order() };
    counted.add(over);
    left = search.left;
    if (round > 0 || !isBounded) continue;
    const frugal = new FrugalSearch(ops, classes, transitions, unfinished, left);
    const found = frugal.run();
    if (found === 'none') return { type: 'not-linearizable', stuck: 0 };
    if (found !== undefined) return { type: 'linearizable', order: found };
    left = frugal.left;
  }
}

/** By class the operations that never returned and may change something, in the order of their calls. */
function unfinishedOf<State, Operation, Result>(
  ops: readonly WholeOp<Operation, Result>[],
  classes: Int32Array,
  transitions: Transitions<State, Operation, Result>,
): Map<number, number[]> {
  const unfinished = new Map<number, number[]>();
  ops.forEach(({ returnedAt }, index) => {
    const number = classes[index] ?? 0;
    if (returnedAt !== Infinity || transitions.isPure(number)) return;
    const equal = unfinished.get(number);
    if (equal === undefined) unfinished.set(number, [index]);
    else equal.push(index);
  });
  return unfinished;
}

import { emptyList, type ListFacts, listText } from './list-monitor.ts';
import type { SequentialModel } from './model.ts';
import { emptySum, type SumFacts, sumText } from './sum-monitor.ts';

/*
 * Objects whose results tell the order of their operations are judged without configurations: what the results have told is
 * kept, and what they have left open.
 */

/** The facts about one object. */
export type Facts = ListFacts | SumFacts;

/** Facts of an object that nothing has been done to; undefined for one that takes a search. */
export function firstFacts<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
): Facts | undefined {
  if (model.asList !== undefined) return emptyList();
  return model.asSum === undefined ? undefined : emptySum();
}

/** The object in words. */
export const factsText = (facts: Facts): string => (facts.kind === 'list' ? listText(facts) : sumText(facts));

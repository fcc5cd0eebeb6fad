import type { HistoryEvent } from './history.ts';
import type { SequentialModel } from './model.ts';
import type { EventParts } from './parts.ts';
import { searchWhole, type WholeVerdict } from './whole.ts';
import { operationsOf } from './whole-history.ts';

/** Events in an order that lets operations be concurrent whose times touch, and what must come one behind the other all the same. */
export interface Touching<Operation, Result> {
  readonly events: readonly HistoryEvent<Operation, Result>[];
  /** Ids of operations: the second must come before the first. */
  readonly pairs: ReadonlyMap<number, number>;
}

/**
 * The first event of one part after which no legal order exists, before the event `end`, by the search over whole histories.
 * Linearizability is prefix-closed: up to some event there is an order, and from it on there is none.
 *
 * @returns its index; undefined if there is none
 */
export function firstBadOfPart<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  { ofEvent }: EventParts,
  part: number,
  end: number,
  budget: number | undefined,
  touching: Touching<Operation, Result> | undefined,
): number | 'unknown' | undefined {
  const indices: number[] = [];
  for (let i = 0; i < end; i += 1) if (ofEvent[i] === part) indices.push(i);
  const known = new Map(indices.map((index) => [events[index], index]));
  const own = (touching === undefined ? events.slice(0, end) : touching.events).filter((event) =>
    known.has(event),
  );
  const judgeUpTo = (count: number): WholeVerdict['type'] => {
    const [ops = []] = operationsOf(model, own.slice(0, count), touching?.pairs).values();
    return searchWhole(model, ops, budget).type;
  };
  const whole = judgeUpTo(own.length);
  if (whole !== 'not-linearizable') return whole === 'unknown' ? 'unknown' : undefined;
  let good = 0;
  let bad = own.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const type = judgeUpTo(middle);
    if (type === 'unknown') return 'unknown';
    if (type === 'linearizable') good = middle;
    else bad = middle;
  }
  return known.get(own[bad - 1]);
}

import type { HistoryEvent } from './history.ts';
import type { SequentialModel } from './model.ts';
import type { HistoryParts } from './parts.ts';
import { searchWhole, type WholeVerdict } from './whole.ts';
import { operationsOf } from './whole-history.ts';

/** Where the order of events says more than is known. */
export interface Touching {
  /** The codes of the events in an order that lets operations be concurrent whose times touch. */
  readonly loose: Int32Array;
  /** Ids of operations which must come one behind the other all the same: the second before the first. */
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
  { of }: HistoryParts,
  part: number,
  end: number,
  budget: number | undefined,
  touching: Touching | undefined,
): number | 'unknown' | undefined {
  /** Index of each event of the part, by its code. */
  const indices = new Map<number, number>();
  const own: HistoryEvent<Operation, Result>[] = [];
  for (let i = 0; i < end; i += 1) {
    const event = events[i];
    if (event === undefined || of[event.id] !== part) continue;
    indices.set(codeOf(event), i);
    own.push(event);
  }
  if (touching !== undefined) {
    const places = new Map<number, number>();
    touching.loose.forEach((code, place) => {
      if (indices.has(code)) places.set(code, place);
    });
    own.sort((a, b) => (places.get(codeOf(a)) ?? 0) - (places.get(codeOf(b)) ?? 0));
  }
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
  const first = own[bad - 1];
  return first === undefined ? undefined : indices.get(codeOf(first));
}

const codeOf = ({ type, id }: HistoryEvent<unknown, unknown>): number => 2 * id + (type === 'call' ? 0 : 1);

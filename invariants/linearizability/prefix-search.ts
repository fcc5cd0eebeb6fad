import type { HistoryEvent } from './history.ts';
import type { SequentialModel } from './model.ts';
import type { HistoryParts } from './parts.ts';
import { searchWhole } from './whole.ts';
import { operationsOf } from './whole-history.ts';
import type { WholeVerdict } from './whole-op.ts';

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
  const judgeUpTo = (count: number): { readonly verdict: WholeVerdict; readonly ids: readonly number[] } => {
    const [ops = []] = operationsOf(model, own.slice(0, count), touching?.pairs).values();
    return { verdict: searchWhole(model, ops, budget), ids: ops.map(({ id }) => id) };
  };
  const { verdict: whole, ids } = judgeUpTo(own.length);
  if (whole.type !== 'not-linearizable') return whole.type === 'unknown' ? 'unknown' : undefined;
  let good = 0;
  let bad = own.length;
  // Mostly it is the return that no attempt got past.
  const stuck = own.findIndex((event) => event.type !== 'call' && event.id === ids[whole.stuck]);
  let middle = stuck >= 0 && stuck + 1 < bad ? stuck + 1 : (good + bad) >> 1;
  while (bad - good > 1) {
    const { type } = judgeUpTo(middle).verdict;
    // It is bad by that event at the latest.
    if (type === 'unknown') break;
    if (type === 'linearizable') good = middle;
    else bad = middle;
    middle = bad === stuck + 1 && good < stuck ? stuck : (good + bad) >> 1;
  }
  const first = own[bad - 1];
  return first === undefined ? undefined : indices.get(codeOf(first));
}

const codeOf = ({ type, id }: HistoryEvent<unknown, unknown>): number => 2 * id + (type === 'call' ? 0 : 1);

import type { LaneHistory } from '../../parts/history-lanes/model.ts';
import type { DrawnHistory, DrawnOperation } from '../drawn-history.ts';

/** Whether all operations have a recorded time. */
export const isTimed = ({ operations }: DrawnHistory): boolean =>
  operations.length > 0 && operations.every(({ fromTime }) => fromTime !== null);

/** A history along the order of its events, or along true time. */
export function laneHistoryOf(history: DrawnHistory, byTime: boolean): LaneHistory {
  const { lanes, operations, events } = history;
  if (!byTime) return { lanes, operations, end: events + 1 };
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const { fromTime, toTime } of operations) {
    first = Math.min(first, fromTime ?? 0);
    last = Math.max(last, toTime ?? fromTime ?? 0);
  }
  return { lanes, operations: operations.map((operation) => timed(operation, first)), end: last - first + 1 };
}

const timed = (operation: DrawnOperation, first: number): DrawnOperation => ({
  ...operation,
  from: (operation.fromTime ?? 0) - first,
  to: operation.toTime === null ? null : operation.toTime - first,
});

/** Which operations are shown. */
export interface Filter {
  /** Undefined: all. */
  readonly key: string | undefined;
  readonly lane: number | undefined;
}

export const shownBy = ({ key, lane }: Filter, { operations }: DrawnHistory): readonly number[] =>
  [...operations.keys()].filter((i) => {
    const operation = operations[i];
    return (
      (key === undefined || operation?.partition === key) && (lane === undefined || operation?.lane === lane)
    );
  });

/** The keys that operations are on, in order. */
export const keysOf = ({ operations }: DrawnHistory): readonly string[] =>
  [...new Set(operations.map(({ partition }) => partition))].sort();

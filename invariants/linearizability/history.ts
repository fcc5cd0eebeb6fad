/** One event of a history, in the order of time. */
export type HistoryEvent<Operation, Result> =
  | { readonly type: 'call'; readonly id: number; readonly client: number; readonly operation: Operation }
  | { readonly type: 'ok'; readonly id: number; readonly result: Result }
  | { readonly type: 'fail'; readonly id: number }
  | { readonly type: 'unknown'; readonly id: number };

/** What ends an operation. */
export const End = { none: 0, ok: 1, fail: 2, unknown: 3 } as const;

/** A history by columns, without an object for each event. Operations are numbered from 0, in the order of their calls. */
export interface HistoryColumns<Operation, Result> {
  /** In the order of time: `2 id` is a call, `2 id + 1` the end of that operation. */
  readonly codes: Int32Array;
  readonly clients: Int32Array;
  readonly operations: readonly Operation[];
  /** Of those that returned. */
  readonly results: readonly (Result | undefined)[];
  /** How each ends: of `End`. */
  readonly ends: Uint8Array;
}

/** The same history, event by event. */
export function eventsOf<Operation, Result>({
  codes,
  clients,
  operations,
  results,
  ends,
}: HistoryColumns<Operation, Result>): HistoryEvent<Operation, Result>[] {
  return Array.from(codes, (code): HistoryEvent<Operation, Result> => {
    const id = code >> 1;
    // The casts: there is an operation for each call, and a result for each return.
    if ((code & 1) === 0)
      return { type: 'call', id, client: clients[id] ?? 0, operation: operations[id] as Operation };
    switch (ends[id]) {
      case End.ok:
        return { type: 'ok', id, result: results[id] as Result };
      case End.fail:
        return { type: 'fail', id };
      default:
        return { type: 'unknown', id };
    }
  });
}

/** The same history by columns, and the ids that its operations had. */
export function columnsOf<Operation, Result>(
  events: readonly HistoryEvent<Operation, Result>[],
): { readonly columns: HistoryColumns<Operation, Result>; readonly ids: readonly number[] } {
  const numbers = new Map<number, number>();
  const ids: number[] = [];
  const clients: number[] = [];
  const operations: Operation[] = [];
  const results: (Result | undefined)[] = [];
  const ends: number[] = [];
  const codes: number[] = [];
  for (const event of events) {
    if (event.type === 'call') {
      const number = ids.length;
      numbers.set(event.id, number);
      ids.push(event.id);
      clients.push(event.client);
      operations.push(event.operation);
      results.push(undefined);
      ends.push(End.none);
      codes.push(2 * number);
      continue;
    }
    const number = numbers.get(event.id);
    if (number === undefined) throw new Error(`operation ${event.id} ends, but was not called`);
    if (event.type === 'ok') results[number] = event.result;
    ends[number] = End[event.type];
    codes.push(2 * number + 1);
  }
  const columns = {
    codes: Int32Array.from(codes),
    clients: Int32Array.from(clients),
    operations,
    results,
    ends: Uint8Array.from(ends),
  };
  return { columns, ids };
}

import type { HistoryEvent } from '../history.ts';
import { Fate, type RecordedHistory } from './recorded.ts';
import { Row } from './row.ts';
import { naming, type Vocabulary } from './vocabulary.ts';

/** A history in the terms of a model, and the lines it came from. */
export interface BoundHistory<Operation, Result> {
  readonly events: readonly HistoryEvent<Operation, Result>[];
  /** The line of each event. */
  readonly lines: Int32Array;
  /** The time of each event, from the first on; NaN where the file does not say it. */
  readonly times: Float64Array;
  /** Names of the processes that called, by the numbers that clients have in `events`. */
  readonly processes: ReadonlyMap<number, string>;
  /** Where events say more than the file; see `RecordedHistory`. By ids of operations. */
  readonly touching: ReadonlyMap<number, number>;
  readonly loose: readonly HistoryEvent<Operation, Result>[];
}

/** Longest number of a process that its client keeps. */
const NUMBER_DIGITS = 15;

/** @throws HistoryError */
export function bind<State, Operation, Result>(
  recorded: RecordedHistory,
  vocabulary: Vocabulary<State, Operation, Result>,
): BoundHistory<Operation, Result> {
  const { size, fate, callLine, endLine, callTime, endTime } = recorded;
  const count = recorded.events.length;
  const events: HistoryEvent<Operation, Result>[] = new Array(count);
  const lines = new Int32Array(count);
  const times = new Float64Array(count);
  const { clientOf, processes } = clients(recorded);
  const row = new Row(recorded);
  /** Ids are ranks of calls. */
  const ids = new Int32Array(size);
  const operations: Operation[] = [];
  for (let i = 0; i < count; i += 1) {
    const code = recorded.events[i] ?? 0;
    const at = code >> 1;
    row.at(at);
    if ((code & 1) === 0) {
      const id = operations.length;
      const operation = vocabulary.operation(row);
      operations.push(operation);
      ids[at] = id;
      events[i] = { type: 'call', id, client: clientOf(recorded.process.at(at)), operation };
      lines[i] = callLine.at(at);
      times[i] = callTime.at(at);
      continue;
    }
    const id = ids[at] ?? 0;
    lines[i] = endLine.at(at) === 0 ? callLine.at(at) : endLine.at(at);
    times[i] = endTime.at(at);
    switch (fate.at(at)) {
      case Fate.ok:
      case Fate.refused: {
        // The cast: calls come before ends.
        const operation = operations[id] as Operation;
        events[i] = { type: 'ok', id, result: vocabulary.result(row, operation) };
        break;
      }
      case Fate.fail:
        events[i] = { type: 'fail', id };
        break;
      default:
        events[i] = { type: 'unknown', id };
    }
  }
  const touching = new Map(
    [...recorded.touching].map(([next, before]) => [ids[next] ?? 0, ids[before] ?? 0]),
  );
  return {
    events,
    lines,
    times,
    processes,
    touching,
    loose: touching.size === 0 ? events : loosened(recorded, events),
  };
}

/** The same events in the other order. */
function loosened<Operation, Result>(
  { size, events: codes, loose }: RecordedHistory,
  events: readonly HistoryEvent<Operation, Result>[],
): HistoryEvent<Operation, Result>[] {
  const places = new Int32Array(2 * size);
  for (let i = 0; i < codes.length; i += 1) places[codes[i] ?? 0] = i;
  return Array.from(loose, (code) => events[places[code] ?? 0]).filter((event) => event !== undefined);
}

/** A process that is called by a number keeps it, if all are. */
function clients({ values, size, process }: RecordedHistory): {
  readonly clientOf: (process: number) => number;
  readonly processes: Map<number, string>;
} {
  const used = new Set<number>();
  for (let row = 0; row < size; row += 1) used.add(process.at(row));
  const numbered = [...used].every(
    (id) => values.kind(id) === 'integer' && new RegExp(`^\\d{1,${NUMBER_DIGITS}}$`).test(values.text(id)),
  );
  const nameOf = naming(values);
  const numbers: number[] = [];
  const processes = new Map<number, string>();
  for (const id of used) {
    const client = numbered ? Number(values.text(id)) : processes.size;
    numbers[id] = client;
    processes.set(client, nameOf(id));
  }
  return { clientOf: (id) => numbers[id] ?? 0, processes };
}

import { End, type HistoryColumns } from '../history.ts';
import type { Touching } from '../prefix-search.ts';
import { Fate, type RecordedHistory } from './recorded.ts';
import { Row } from './row.ts';
import { naming, type Vocabulary } from './vocabulary.ts';

/** A history in the terms of a model, and the lines it came from. */
export interface BoundHistory<Operation, Result> {
  readonly columns: HistoryColumns<Operation, Result>;
  /** The row of each operation in the file's columns. */
  readonly rows: Int32Array;
  readonly recorded: RecordedHistory;
  /** Names of the processes that called, by the numbers of clients. */
  readonly processes: ReadonlyMap<number, string>;
  /** Undefined: the order of the events says what the file says. */
  readonly touching: Touching | undefined;
}

/** Longest number of a process that its client keeps. */
const NUMBER_DIGITS = 15;

/** @throws HistoryError */
export function bind<State, Operation, Result>(
  recorded: RecordedHistory,
  vocabulary: Vocabulary<State, Operation, Result>,
): BoundHistory<Operation, Result> {
  const { size, fate, process } = recorded;
  const { rows, ids } = byCalls(recorded);
  const { clientOf, processes } = clients(recorded);
  const row = new Row(recorded);
  const operations: Operation[] = new Array(size);
  const results: (Result | undefined)[] = new Array(size);
  const ends = new Uint8Array(size);
  const callers = new Int32Array(size);
  for (let id = 0; id < size; id += 1) {
    const at = rows[id] ?? 0;
    row.at(at);
    const operation = vocabulary.operation(row);
    operations[id] = operation;
    callers[id] = clientOf(process.at(at));
    const end = endOf(fate.at(at));
    ends[id] = end;
    results[id] = end === End.ok ? vocabulary.result(row, operation) : undefined;
  }
  const columns = { codes: renumbered(recorded.events, ids), clients: callers, operations, results, ends };
  if (recorded.touching.size === 0) return { columns, rows, recorded, processes, touching: undefined };
  const pairs = new Map([...recorded.touching].map(([next, before]) => [ids[next] ?? 0, ids[before] ?? 0]));
  return { columns, rows, recorded, processes, touching: { loose: renumbered(recorded.loose, ids), pairs } };
}

/** Operations are numbered in the order of their calls. */
function byCalls({ size, events }: RecordedHistory): { readonly rows: Int32Array; readonly ids: Int32Array } {
  const rows = new Int32Array(size);
  const ids = new Int32Array(size);
  let id = 0;
  for (const code of events) {
    if ((code & 1) === 1) continue;
    rows[id] = code >> 1;
    ids[code >> 1] = id;
    id += 1;
  }
  return { rows, ids };
}

const renumbered = (codes: Int32Array, ids: Int32Array): Int32Array =>
  codes.map((code) => 2 * (ids[code >> 1] ?? 0) + (code & 1));

function endOf(fate: number): number {
  switch (fate) {
    case Fate.ok:
    case Fate.refused:
      return End.ok;
    case Fate.fail:
      return End.fail;
    case Fate.info:
      return End.unknown;
    default:
      return End.none;
  }
}

/** The line of an event. */
export function lineOf({ columns, rows, recorded }: BoundHistory<unknown, unknown>, event: number): number {
  const code = columns.codes[event] ?? 0;
  const row = rows[code >> 1] ?? 0;
  const { callLine, endLine } = recorded;
  return (code & 1) === 0 || endLine.at(row) === 0 ? callLine.at(row) : endLine.at(row);
}

/** A process that is called by a number keeps it, if all are. */
function clients({ values, size, process }: RecordedHistory): {
  readonly clientOf: (process: number) => number;
  readonly processes: Map<number, string>;
} {
  const used = new Set<number>();
  for (let row = 0; row < size; row += 1) used.add(process.at(row));
  const number = new RegExp(`^\\d{1,${NUMBER_DIGITS}}$`);
  const numbered = [...used].every(
    (id) =>
      values.kind(id) === 'integer' && number.test(values.text(id)) && Number(values.text(id)) < 2 ** 31,
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

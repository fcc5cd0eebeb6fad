import { ABSENT, Fate, HistoryError, type RecordedHistory } from '../formats/recorded.ts';
import { NULL, type ValueTable } from '../formats/value-table.ts';
import { accessesOf, hasAccess, type MicroOp } from './accesses.ts';
import { Dependency, DependencyGraph } from './graph.ts';
import { addRealTime } from './real-time.ts';
import { type Anomaly, type EdgeWords, transactionVerdict } from './transaction-verdict.ts';
import type { Workload, WorkloadVerdict } from './workload.ts';

/**
 * Transactions that write registers, each value once for a key, and read them. The order of the values of a key is known as far as a
 * transaction read one and wrote the next, or wrote two; and every value comes behind none. Cycles of the dependencies that follow from that
 * are anomalies (Kingsbury & Alvaro, Elle, 2020). Not every anomaly can be seen this way; every one that is seen is one.
 */
export const rwRegister: Workload = {
  operations: ['txn'],
  about: 'transactions write registers and read them: no cycle of the dependencies that can be told',
  fits: (history) => history.size > SEARCHED_MAX && !hasAccess(history, 'append') && areWritesUnique(history),
  judge: (history) => new RwRegister(history).judge(),
};

/** Histories of so many transactions are searched for an order, which is exact; longer ones are judged by cycles. */
const SEARCHED_MAX = 500;

/** Whether each value tells who wrote it. */
function areWritesUnique({ values, size, argument, callLine }: RecordedHistory): boolean {
  const written = new Set<string>();
  for (let row = 0; row < size; row += 1) {
    for (const { f, key, value } of accessesOf(values, argument.at(row), callLine.at(row))) {
      const name = `${key} ${value}`;
      if (f === 'w' && (value === NULL || written.has(name))) return false;
      if (f === 'w') written.add(name);
    }
  }
  return true;
}

const WORDS: EdgeWords = (kind, key, first, second) => {
  switch (kind) {
    case Dependency.ww:
      return [`wrote ${key} = ${first}`, `replaced it by ${second}`];
    case Dependency.wr:
      return [`wrote ${key} = ${first}`, 'read that'];
    default:
      return [`read ${key} = ${first}`, `replaced it by ${second}`];
  }
};

class RwRegister {
  private readonly history: RecordedHistory;
  private readonly values: ValueTable;
  private readonly writers = new Map<number, Map<number, number>>();
  private readonly inner = new Map<number, Set<number>>();
  private readonly readers = new Map<number, Map<number, number[]>>();
  /** By key: the values that follow a value directly. */
  private readonly next = new Map<number, Map<number, Set<number>>>();
  private readonly anomalies: Anomaly[] = [];
  private readonly graph: DependencyGraph;

  constructor(history: RecordedHistory) {
    this.history = history;
    this.values = history.values;
    this.graph = new DependencyGraph(history.size);
  }

  judge(): WorkloadVerdict {
    const { size, f, argument, answer, fate, callLine, endLine } = this.history;
    for (let row = 0; row < size; row += 1) {
      if (this.values.content(f.at(row)) !== 'txn')
        throw new HistoryError(
          callLine.at(row),
          `there is no operation "${this.values.content(f.at(row))}" beside txn`,
        );
      this.addWrites(row, accessesOf(this.values, argument.at(row), callLine.at(row)));
    }
    for (let row = 0; row < size; row += 1) {
      const said = answer.at(row);
      if (fate.at(row) !== Fate.ok || said === ABSENT || said === NULL) continue;
      this.addReads(row, accessesOf(this.values, said, endLine.at(row)));
    }
    for (const [key, values] of this.readers)
      for (const [value, rows] of values) this.check(key, value, rows);
    for (const key of new Set([...this.readers.keys(), ...this.writers.keys()])) this.addEdges(key);
    addRealTime(this.graph, this.history);
    return transactionVerdict(this.history, this.graph, this.anomalies, WORDS);
  }

  private addWrites(row: number, accesses: readonly MicroOp[]): void {
    const latest = new Map<number, number>();
    for (const { f, key, value } of accesses) {
      if (f === 'append')
        throw new HistoryError(this.history.callLine.at(row), 'registers are written, and not appended to');
      if (f === 'r') continue;
      const writers = this.writers.get(key) ?? new Map<number, number>();
      this.writers.set(key, writers);
      if (writers.has(value) || value === NULL)
        throw new HistoryError(
          this.history.callLine.at(row),
          `${this.values.text(value)} is written to ${this.values.text(key)} twice: it does not tell who did`,
        );
      writers.set(value, row);
      const before = latest.get(key);
      if (before !== undefined) {
        const inner = this.inner.get(key) ?? new Set();
        this.inner.set(key, inner.add(before));
        this.follow(key, before, value);
      }
      latest.set(key, value);
    }
  }

  private addReads(row: number, accesses: readonly MicroOp[]): void {
    const known = new Map<number, number>();
    for (const { f, key, value } of accesses) {
      const before = known.get(key);
      if (f === 'w') {
        // What it replaced, it had read.
        if (before !== undefined && this.writers.get(key)?.get(before) !== row)
          this.follow(key, before, value);
        known.set(key, value);
        continue;
      }
      if (before !== undefined) {
        if (before !== value)
          this.anomalies.push({
            title: 'internal',
            sentence: `a transaction read ${this.values.text(key)} = ${this.values.text(value)}, but had read or written ${this.values.text(before)} itself`,
            rows: [row],
          });
        continue;
      }
      known.set(key, value);
      const readers = this.readers.get(key) ?? new Map<number, number[]>();
      this.readers.set(key, readers);
      const rows = readers.get(value);
      if (rows === undefined) readers.set(value, [row]);
      else rows.push(row);
    }
  }

  private follow(key: number, before: number, value: number): void {
    const next = this.next.get(key) ?? new Map<number, Set<number>>();
    this.next.set(key, next);
    const behind = next.get(before) ?? new Set();
    next.set(before, behind.add(value));
  }

  private check(key: number, value: number, rows: readonly number[]): void {
    if (value === NULL) return;
    const [row = 0] = rows;
    const name = `${this.values.text(key)} = ${this.values.text(value)}`;
    const writer = this.writers.get(key)?.get(value);
    if (writer === undefined)
      this.anomalies.push({
        title: 'value out of nowhere',
        sentence: `${name} was read, which nobody wrote`,
        rows: [row],
      });
    else if (this.history.fate.at(writer) === Fate.fail)
      this.anomalies.push({
        title: 'G1a (aborted read)',
        sentence: `${name} was read, but the transaction that wrote it had failed`,
        rows: [row, writer],
      });
    else if (this.inner.get(key)?.has(value) && rows.some((one) => one !== writer))
      this.anomalies.push({
        title: 'G1b (intermediate read)',
        sentence: `${name} was read, but the transaction that wrote it wrote another value behind it`,
        rows: [rows.find((one) => one !== writer) ?? row, writer],
      });
  }

  private addEdges(key: number): void {
    const { graph, history } = this;
    const writers = this.writers.get(key) ?? new Map<number, number>();
    const readers = this.readers.get(key) ?? new Map<number, number[]>();
    for (const [value, rows] of readers) {
      const writer = writers.get(value);
      if (writer !== undefined)
        for (const row of rows) graph.add(writer, row, Dependency.wr, key, value, value);
    }
    for (const [before, behind] of this.next.get(key) ?? []) {
      for (const value of behind) {
        const writer = writers.get(value) ?? -1;
        const first = writers.get(before) ?? -1;
        if (writer < 0 || history.fate.at(writer) === Fate.fail) continue;
        if (first >= 0) graph.add(first, writer, Dependency.ww, key, before, value);
        for (const row of readers.get(before) ?? [])
          graph.add(row, writer, Dependency.rw, key, before, value);
      }
    }
    this.addFirst(key, writers, readers.get(NULL) ?? []);
  }

  /** Who read nothing came before everybody who wrote. */
  private addFirst(key: number, writers: ReadonlyMap<number, number>, rows: readonly number[]): void {
    const { graph, history } = this;
    const targets = new Map<number, number>();
    for (const [value, writer] of writers) {
      const isSeen = this.readers.get(key)?.has(value) ?? false;
      if ((history.fate.at(writer) === Fate.ok || isSeen) && !targets.has(writer)) targets.set(writer, value);
    }
    graph.fan(rows, targets, Dependency.rw, key, NULL);
  }
}

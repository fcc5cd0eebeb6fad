import { ABSENT, Fate, HistoryError, type RecordedHistory } from '../formats/recorded.ts';
import { NULL, type ValueTable } from '../formats/value-table.ts';
import { accessesOf, hasAccess, type MicroOp } from './accesses.ts';
import { Dependency, DependencyGraph } from './graph.ts';
import { addRealTime } from './real-time.ts';
import { type Anomaly, type EdgeWords, transactionVerdict } from './transaction-verdict.ts';
import type { Workload, WorkloadVerdict } from './workload.ts';

/**
 * Transactions that append elements to lists, each element once, and read them: every read tells the whole history of its list, so who
 * came before whom can be told, and cycles of that are anomalies (Kingsbury & Alvaro, Elle, 2020). Strict serializability is asked for;
 * the finding says so if only real time is violated.
 */
export const listAppend: Workload = {
  operations: ['txn'],
  about: 'transactions append to lists and read them: no cycle of dependencies, and no other anomaly',
  fits: (history) => hasAccess(history, 'append'),
  judge: (history) => new ListAppend(history).judge(),
};

const WORDS: EdgeWords = (kind, key, first, second) => {
  switch (kind) {
    case Dependency.ww:
      return [`appended ${first} to ${key}`, `appended ${second} right behind it`];
    case Dependency.wr:
      return [`appended ${first} to ${key}`, 'read it'];
    default:
      return [`read ${key} before ${second} was in it`, 'appended that'];
  }
};

/** What one read found, without what its own transaction had appended before. */
interface Read {
  readonly row: number;
  readonly elements: readonly number[];
}

class ListAppend {
  private readonly history: RecordedHistory;
  private readonly values: ValueTable;
  /** By key and element the row that appended it. */
  private readonly writers = new Map<number, Map<number, number>>();
  /** Elements that are not the last that their transaction appended to the key. */
  private readonly inner = new Map<number, Set<number>>();
  private readonly reads = new Map<number, Read[]>();
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
    for (const [key, reads] of this.reads) this.orderKey(key, reads);
    addRealTime(this.graph, this.history);
    return transactionVerdict(this.history, this.graph, this.anomalies, WORDS);
  }

  private addWrites(row: number, accesses: readonly MicroOp[]): void {
    const latest = new Map<number, number>();
    for (const { f, key, value } of accesses) {
      if (f === 'w')
        throw new HistoryError(this.history.callLine.at(row), 'lists are appended to, and not written');
      if (f === 'r') continue;
      let writers = this.writers.get(key);
      if (writers === undefined) {
        writers = new Map();
        this.writers.set(key, writers);
      }
      if (writers.has(value))
        throw new HistoryError(
          this.history.callLine.at(row),
          `${this.values.text(value)} is appended to ${this.values.text(key)} twice: it does not tell who did`,
        );
      writers.set(value, row);
      const before = latest.get(key);
      if (before !== undefined) {
        const inner = this.inner.get(key) ?? new Set();
        this.inner.set(key, inner.add(before));
      }
      latest.set(key, value);
    }
  }

  private addReads(row: number, accesses: readonly MicroOp[]): void {
    /** What the transaction knows of each list: what it read last, and appended since. */
    const known = new Map<number, { list: readonly number[] | undefined; own: number[] }>();
    for (const { f, key, value } of accesses) {
      const state = known.get(key) ?? { list: undefined, own: [] };
      known.set(key, state);
      if (f === 'append') {
        state.own.push(value);
        continue;
      }
      const kind = this.values.kind(value);
      if (value !== NULL && kind !== 'list')
        throw new HistoryError(this.history.endLine.at(row), 'a read of a transaction must return a list');
      const elements = this.values.items(value);
      const before = elements.slice(0, elements.length - state.own.length);
      const isOwn = state.own.every((element, i) => elements[before.length + i] === element);
      const isSame = state.list === undefined || isEqual(state.list, before);
      if (!isOwn || !isSame || elements.length < state.own.length) {
        const name = this.values.text(key);
        this.anomalies.push({
          title: 'internal',
          sentence: `a transaction read ${name} as ${this.values.text(value)}, which is not what it had read and appended itself`,
          rows: [row],
        });
        continue;
      }
      if (state.list !== undefined) continue;
      // Later reads of the transaction must show the same, and what it appended.
      state.list = before;
      const reads = this.reads.get(key) ?? [];
      this.reads.set(key, reads);
      reads.push({ row, elements: before });
    }
  }

  /** The order of the elements is that of the longest read; all others must be beginnings of it. */
  private orderKey(key: number, reads: readonly Read[]): void {
    const name = this.values.text(key);
    const writers = this.writers.get(key) ?? new Map<number, number>();
    let longest: Read = { row: -1, elements: [] };
    for (const read of reads) if (read.elements.length > longest.elements.length) longest = read;
    const order = longest.elements;
    const places = new Map<number, number>();
    for (const [place, element] of order.entries()) {
      if (places.has(element))
        this.anomalies.push({
          title: 'element twice',
          sentence: `${name} was read with ${this.values.text(element)} in it twice`,
          rows: [longest.row],
        });
      places.set(element, place);
    }
    for (const read of reads) if (!this.isUsable(name, key, read, order, longest)) return;
    const writerOf = (place: number): number => {
      const element = order[place];
      return element === undefined ? -1 : (writers.get(element) ?? -1);
    };
    for (let place = 1; place < order.length; place += 1)
      this.edge(writerOf(place - 1), writerOf(place), Dependency.ww, key, order[place - 1], order[place]);
    for (const { row, elements } of reads) {
      const last = elements.length - 1;
      if (last >= 0) this.edge(writerOf(last), row, Dependency.wr, key, order[last], order[last]);
      if (last + 1 < order.length)
        this.edge(row, writerOf(last + 1), Dependency.rw, key, order[last], order[last + 1]);
    }
    this.addUnread(key, reads, places, longest);
  }

  /** Elements that no read shows come behind those of the longest read, whose writers they follow. */
  private addUnread(
    key: number,
    reads: readonly Read[],
    places: ReadonlyMap<number, number>,
    longest: Read,
  ): void {
    const { fate } = this.history;
    const last = longest.elements.at(-1);
    const lastWriter = last === undefined ? -1 : (this.writers.get(key)?.get(last) ?? -1);
    const unread = new Map<number, number>();
    for (const [element, row] of this.writers.get(key) ?? []) {
      if (places.has(element) || fate.at(row) !== Fate.ok) continue;
      if (!unread.has(row)) unread.set(row, element);
      if (lastWriter >= 0) this.edge(lastWriter, row, Dependency.ww, key, last, element);
    }
    const latest = reads.filter(({ elements }) => elements.length === longest.elements.length);
    this.graph.fan(
      latest.map(({ row }) => row),
      unread,
      Dependency.rw,
      key,
      last ?? -1,
    );
  }

  private isUsable(name: string, key: number, read: Read, order: readonly number[], longest: Read): boolean {
    const { elements, row } = read;
    const { fate } = this.history;
    for (let i = 0; i < elements.length; i += 1) {
      const element = elements[i] ?? NULL;
      if (order[i] !== element) {
        const said = (list: readonly number[]): string => list.map((one) => this.values.text(one)).join(' ');
        this.anomalies.push({
          title: 'incompatible order',
          sentence: `${name} was read as ${said(elements)}, and by another transaction as ${said(order)}`,
          rows: [row, longest.row],
        });
        return false;
      }
    }
    const last = elements.at(-1);
    if (last === undefined) return true;
    if (read === longest) {
      for (const element of elements) {
        const writer = this.writers.get(key)?.get(element);
        if (writer === undefined) {
          this.anomalies.push({
            title: 'element out of nowhere',
            sentence: `${name} was read with ${this.values.text(element)}, which nobody appended`,
            rows: [row],
          });
          return false;
        }
        if (fate.at(writer) === Fate.fail)
          this.anomalies.push({
            title: 'G1a (aborted read)',
            sentence: `${name} was read with ${this.values.text(element)}, but the transaction that appended it had failed`,
            rows: [row, writer],
          });
      }
    }
    const writer = this.writers.get(key)?.get(last);
    if (writer !== undefined && writer !== row && this.inner.get(key)?.has(last))
      this.anomalies.push({
        title: 'G1b (intermediate read)',
        sentence: `${name} was read up to ${this.values.text(last)}, but the transaction that appended it had more to append`,
        rows: [row, writer],
      });
    return true;
  }

  private edge(
    from: number,
    to: number,
    kind: number,
    key: number,
    first: number | undefined,
    second: number | undefined,
  ): void {
    if (from >= 0 && to >= 0) this.graph.add(from, to, kind, key, first ?? -1, second ?? -1);
  }
}

const isEqual = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((element, i) => element === b[i]);

import { Doubles, Ints } from './columns.ts';
import { orderOperations } from './operation-order.ts';
import { ABSENT, Fate, HistoryError, type RecordedHistory } from './recorded.ts';
import { since } from './recorder.ts';
import type { ValueTable } from './value-table.ts';

/** Operations whose `value` is what they returned. */
const ANSWERS = ['read', 'get', 'dequeue', 'pop', 'list', 'drain', 'generate'];
/** Those whose `value` is both: what was asked for, with the answers in it. */
const BOTH = ['txn'];
/** Those that answer no by `ok: false`; any other operation failed without effect by it. */
const REFUSABLE = ['cas', 'acquire', 'release'];

/** Takes operations with exact times, in any order. */
export class OperationSheet {
  readonly values: ValueTable;
  readonly process = new Ints();
  readonly f = new Ints();
  readonly key = new Ints();
  readonly argument = new Ints();
  readonly answer = new Ints();
  readonly fate = new Ints();
  readonly line = new Ints();
  readonly callHigh = new Doubles();
  readonly callLow = new Doubles();
  readonly callTail = new Doubles();
  /** Infinity: it never returned. */
  readonly endHigh = new Doubles();
  readonly endLow = new Doubles();
  readonly endTail = new Doubles();
  private readonly answers: Set<number>;
  private readonly both: Set<number>;
  private readonly refusable: Set<number>;

  constructor(values: ValueTable) {
    this.values = values;
    const textsOf = (names: readonly string[]): Set<number> =>
      new Set(names.map((name) => values.scalarText('text', JSON.stringify(name))));
    this.answers = textsOf(ANSWERS);
    this.both = textsOf(BOTH);
    this.refusable = textsOf(REFUSABLE);
  }

  get size(): number {
    return this.process.length;
  }

  /** @param endHigh infinity: it never returned */
  add(
    line: number,
    process: number,
    f: number,
    key: number,
    value: number,
    result: number,
    ok: boolean,
    callHigh: number,
    callLow: number,
    callTail: number,
    endHigh: number,
    endLow: number,
    endTail: number,
  ): void {
    if ((endHigh - callHigh || endLow - callLow || endTail - callTail) < 0)
      throw new HistoryError(line, 'it returns before it is called');
    const isAnswer = this.answers.has(f);
    const isRefusable = this.refusable.has(f);
    this.line.push(line);
    this.process.push(process);
    this.f.push(f);
    this.key.push(key);
    this.argument.push(isAnswer ? ABSENT : value);
    this.answer.push(result !== ABSENT ? result : isAnswer || this.both.has(f) ? value : ABSENT);
    if (endHigh === Number.POSITIVE_INFINITY) this.fate.push(ok || isRefusable ? Fate.info : Fate.fail);
    else this.fate.push(ok ? Fate.ok : isRefusable ? Fate.refused : Fate.fail);
    this.callHigh.push(callHigh);
    this.callLow.push(callLow);
    this.callTail.push(callTail);
    this.endHigh.push(endHigh);
    this.endLow.push(endLow);
    this.endTail.push(endTail);
  }

  /** @throws HistoryError when a client calls while its last call is open */
  finish(): RecordedHistory {
    const { values, size, process, f, key, argument, answer, fate, line } = this;
    const { events, touching, loose } = orderOperations(this);
    const callTime = new Doubles(size + 1);
    const endTime = new Doubles(size + 1);
    const first = (events[0] ?? 0) >> 1;
    const originHigh = this.callHigh.at(first);
    const originLow = this.callLow.at(first);
    const endLine = new Ints(size + 1);
    for (let row = 0; row < size; row += 1) {
      callTime.push(since(this.callHigh.at(row), this.callLow.at(row), originHigh, originLow));
      const endHigh = this.endHigh.at(row);
      const returned = endHigh !== Number.POSITIVE_INFINITY;
      endTime.push(returned ? since(endHigh, this.endLow.at(row), originHigh, originLow) : Number.NaN);
      endLine.push(returned ? line.at(row) : 0);
    }
    return {
      ...{ values, size, process, f, key, argument, answer, fate, callLine: line, endLine },
      ...{ callTime, endTime, events, touching, loose },
    };
  }
}

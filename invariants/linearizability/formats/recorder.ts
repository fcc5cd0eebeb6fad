import { Doubles, Ints } from './columns.ts';
import { UNITS_OF_HIGH } from './decimal.ts';
import { ABSENT, Fate, HistoryError, type RecordedHistory } from './recorded.ts';
import type { ValueTable } from './value-table.ts';

/** What an event says, beside its operation. */
export interface EventFields {
  readonly line: number;
  readonly process: number;
  readonly f: number;
  readonly key: number;
  readonly value: number;
  /** An exact time; NaN: there is none. */
  readonly high: number;
  readonly low: number;
}

/** Takes a history event by event, in the order of time, and pairs calls with their ends. */
export class Recorder {
  readonly values: ValueTable;
  private readonly process = new Ints();
  private readonly f = new Ints();
  private readonly key = new Ints();
  private readonly argument = new Ints();
  private readonly answer = new Ints();
  private readonly fate = new Ints();
  private readonly callLine = new Ints();
  private readonly endLine = new Ints();
  private readonly callTime = new Doubles();
  private readonly endTime = new Doubles();
  private readonly events = new Ints();
  /** Row of the open call of each process. */
  private readonly open = new Map<number, number>();
  private originHigh = Number.NaN;
  private originLow = 0;

  constructor(values: ValueTable) {
    this.values = values;
  }

  /** @throws HistoryError when the last call of the process is open */
  call({ line, process, f, key, value, high, low }: EventFields): void {
    const known = this.open.get(process);
    if (known !== undefined)
      throw new HistoryError(
        line,
        `process ${this.values.content(process)} calls ${this.values.content(f)}, but its ${this.values.content(this.f.at(known))} of line ${this.callLine.at(known)} has not returned`,
      );
    const row = this.process.length;
    this.open.set(process, row);
    this.process.push(process);
    this.f.push(f);
    this.key.push(key);
    this.argument.push(value);
    this.answer.push(ABSENT);
    this.fate.push(Fate.open);
    this.callLine.push(line);
    this.endLine.push(0);
    this.callTime.push(this.sinceOrigin(high, low));
    this.endTime.push(Number.NaN);
    this.events.push(2 * row);
  }

  /** @throws HistoryError for an end without its call */
  end({ line, process, f, key, value, high, low }: EventFields, fate: Fate): void {
    const { values } = this;
    const row = this.open.get(process);
    if (row === undefined)
      throw new HistoryError(
        line,
        `process ${values.content(process)} returns from ${values.content(f)}, but it had not called`,
      );
    if (this.f.at(row) !== f)
      throw new HistoryError(
        line,
        `process ${values.content(process)} returns from ${values.content(f)}, but line ${this.callLine.at(row)} called ${values.content(this.f.at(row))}`,
      );
    if (key !== ABSENT && key !== this.key.at(row))
      throw new HistoryError(
        line,
        `process ${values.content(process)} returns for the key ${values.text(key)}, but line ${this.callLine.at(row)} called for ${this.key.at(row) === ABSENT ? 'none' : values.text(this.key.at(row))}`,
      );
    this.open.delete(process);
    this.answer.set(row, value);
    this.fate.set(row, fate);
    this.endLine.set(row, line);
    this.endTime.set(row, this.sinceOrigin(high, low));
    this.events.push(2 * row + 1);
  }

  /** What the open call of a process was given. */
  argumentOf(process: number): number {
    const row = this.open.get(process);
    return row === undefined ? ABSENT : this.argument.at(row);
  }

  finish(): RecordedHistory {
    const { values, process, f, key, argument, answer, fate, callLine, endLine, callTime, endTime } = this;
    const events = this.events.all();
    return {
      ...{ values, size: process.length, process, f, key, argument, answer, fate, callLine, endLine },
      ...{ callTime, endTime, events, touching: new Map<number, number>(), loose: events },
    };
  }

  private sinceOrigin(high: number, low: number): number {
    if (Number.isNaN(this.originHigh) && !Number.isNaN(high)) {
      this.originHigh = high;
      this.originLow = low;
    }
    return since(high, low, this.originHigh, this.originLow);
  }
}

/** The time since another one, rounded, for drawings. */
export const since = (high: number, low: number, originHigh: number, originLow: number): number =>
  (high - originHigh) * UNITS_OF_HIGH + (low - originLow) / 1e9;

import type { StepEvent } from '../handlers/events.ts';
import type { Local } from '../handlers/local.ts';
import { Interned } from './interned.ts';
import { PairTable } from './pair-table.ts';
import { shareParts } from './plain-data.ts';
import { type WordSource, Words } from './words.ts';

/** An event of a process: delivery of a message, or an internal event. */
export interface Column {
  readonly event: StepEvent;
  /** Envelope of a message; -1 for an internal event. */
  readonly envelope: number;
  /** Budgets that it uses, as bits. */
  readonly cost: number;
  /** Set for timers that fire only when no message, disk request or call is left to handle. */
  readonly whenIdle: boolean;
}

/** One process: its local states by number, its possible events, and the transition for each pair. */
export class Locals {
  private readonly interned = new Interned<Local>();
  private readonly source: WordSource;
  private readonly eventsOf: (local: Local) => readonly Column[];
  readonly low = new Words();
  readonly high = new Words();
  readonly columns: Column[] = [];
  private readonly columnByName = new Map<string, number>();
  /** (local state, column) -> transition. */
  readonly table = new PairTable();
  /** Columns of the internal events enabled in each local state: a range of `own`. */
  readonly ownStart = new Words();
  readonly ownCount = new Words();
  readonly own = new Words();
  /** 1 for each local state with a disk request to answer, or a call to make. */
  readonly isBusy = new Words();

  constructor(source: WordSource, eventsOf: (local: Local) => readonly Column[]) {
    this.source = source;
    this.eventsOf = eventsOf;
  }

  get size(): number {
    return this.interned.size;
  }

  at(id: number): Local {
    return this.interned.at(id);
  }

  /** `before` is its predecessor, with which it may share structure. */
  add(local: Local, before: Local | undefined): number {
    const found = this.interned.find(local);
    if (found >= 0) return found;
    const kept = before === undefined ? local : (shareParts(before, local) as Local); // the same value, sharing parts
    const id = this.interned.add(kept);
    this.source.next();
    this.low.push(this.source.low);
    this.high.push(this.source.high);
    const columns = this.eventsOf(kept);
    this.ownStart.push(this.own.length);
    this.ownCount.push(columns.length);
    for (const column of columns) this.own.push(this.columnOf(column));
    this.isBusy.push(columns.some(({ event: { type } }) => type === 'call' || type === 'disk') ? 1 : 0);
    return id;
  }

  addMessage(envelope: number, event: StepEvent): number {
    return this.columns.push({ event, envelope, cost: 0, whenIdle: false }) - 1;
  }

  private columnOf(column: Column): number {
    const name = JSON.stringify(column.event);
    const known = this.columnByName.get(name);
    if (known !== undefined) return known;
    const id = this.columns.push(column) - 1;
    this.columnByName.set(name, id);
    return id;
  }
}

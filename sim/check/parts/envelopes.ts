import type { ProcessId } from '../../../src/process/ids.ts';
import type { Envelope } from '../model/property.ts';
import { Interned } from './interned.ts';
import { type WordSource, Words } from './words.ts';

/** Every message ever sent, with sender and receiver, by number. */
export class Envelopes {
  private readonly interned = new Interned<Envelope>();
  private readonly source: WordSource;
  readonly to = new Words();
  /** Column of its delivery in the receiver's table. */
  readonly column = new Words();
  readonly link = new Words();
  readonly low = new Words();
  readonly high = new Words();
  /** Hash words for being the last delivered message. */
  readonly lastLow = new Words();
  readonly lastHigh = new Words();
  private readonly links = new Map<string, number>();

  constructor(source: WordSource) {
    this.source = source;
  }

  get size(): number {
    return this.interned.size;
  }

  get linkCount(): number {
    return this.links.size;
  }

  at(id: number): Envelope {
    return this.interned.at(id);
  }

  /** `columnOf` is called for the column of a new message. */
  add(from: ProcessId, to: ProcessId, message: unknown, columnOf: (id: number) => number): number {
    const id = this.interned.add({ from, to, message });
    if (id < this.to.length) return id;
    this.to.push(to);
    this.link.push(this.linkOf(from, to));
    this.source.next();
    this.low.push(this.source.low);
    this.high.push(this.source.high);
    this.source.next();
    this.lastLow.push(this.source.low);
    this.lastHigh.push(this.source.high);
    this.column.push(columnOf(id));
    return id;
  }

  private linkOf(from: ProcessId, to: ProcessId): number {
    const key = `${from}>${to}`;
    const known = this.links.get(key);
    if (known !== undefined) return known;
    this.links.set(key, this.links.size);
    return this.links.size - 1;
  }
}

import type { Definitions } from './definitions.ts';
import { PairTable, UNKNOWN } from './pair-table.ts';
import { type WordSource, Words } from './words.ts';

/** Queues of FIFO links, by number: 0 is the empty one. A queue is its first message and the queue behind it. */
export class Queues {
  readonly head = new Words();
  readonly rest = new Words();
  readonly low = new Words();
  readonly high = new Words();
  private readonly source: WordSource;
  private readonly definitions: Definitions;
  private readonly pushed = new PairTable();
  private readonly joined = new PairTable();

  constructor(source: WordSource, definitions: Definitions) {
    this.source = source;
    this.definitions = definitions;
    for (const column of [this.head, this.rest, this.low, this.high]) column.push(0);
  }

  /** Returns the queue with one more message at its end. */
  push(queue: number, envelope: number): number {
    const known = this.pushed.get(queue, envelope);
    if (known !== UNKNOWN) return known;
    this.definitions.queue(queue, envelope);
    const result =
      queue === 0
        ? this.join(envelope, 0)
        : this.join(this.head.at(queue), this.push(this.rest.at(queue), envelope));
    this.pushed.set(queue, envelope, result);
    return result;
  }

  contents(queue: number): readonly number[] {
    const envelopes: number[] = [];
    for (let at = queue; at !== 0; at = this.rest.at(at)) envelopes.push(this.head.at(at));
    return envelopes;
  }

  private join(envelope: number, rest: number): number {
    const known = this.joined.get(envelope, rest);
    if (known !== UNKNOWN) return known;
    this.source.next();
    this.low.push(this.source.low);
    this.high.push(this.source.high);
    this.head.push(envelope);
    const id = this.rest.push(rest);
    this.joined.set(envelope, rest, id);
    return id;
  }
}

import { mix } from '../../../src/process/digest.ts';
import type { HistoryEvent } from '../handlers/events.ts';
import { PairTable, UNKNOWN } from '../parts/pair-table.ts';
import type { Space } from '../parts/space.ts';

interface Link {
  readonly before: number;
  readonly events: readonly HistoryEvent[];
}

/**
 * Sequences of clients' events, by number; 0 is the one at the start of a search. A state remembers only which results are still
 * possible; a search for a past needs all of it.
 */
export class EventTrail {
  private readonly space: Space;
  private readonly links: Link[];
  private readonly table = new PairTable();

  constructor(space: Space, start: readonly HistoryEvent[]) {
    this.space = space;
    this.links = [{ before: -1, events: start }];
  }

  /** The sequence with the events of this transition behind it. */
  after(sequence: number, transition: number): number {
    const { transitions } = this.space;
    const list = transition === 0 ? 0 : transitions.history.at(transition);
    if (list === 0) return sequence;
    const known = this.table.get(sequence, list);
    if (known !== UNKNOWN) return known - 1;
    const next = this.links.push({ before: sequence, events: transitions.factsOf(transition).history }) - 1;
    this.table.set(sequence, list, next + 1);
    return next;
  }

  events(sequence: number): readonly HistoryEvent[] {
    const parts: (readonly HistoryEvent[])[] = [];
    for (let at = sequence; at >= 0; ) {
      const link = this.links[at];
      if (link === undefined) throw new RangeError(`check: there is no sequence ${at}`);
      parts.push(link.events);
      at = link.before;
    }
    return parts.reverse().flat();
  }

  /** Distinguishes states with different pasts. */
  static mixed(word: number, sequence: number): number {
    return sequence === 0 ? word : mix(word, sequence);
  }
}

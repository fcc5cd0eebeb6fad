import type { HistoryEvent } from '../handlers/events.ts';
import type { Explanations } from './explanations.ts';
import type { Histories } from './history.ts';

/** One operation of a client, with the number of operations each other client had completed when it was called. */
interface Recorded {
  readonly after: readonly number[];
  readonly operation: unknown;
  readonly result?: unknown;
}

interface Tested {
  readonly done: readonly (readonly Recorded[])[];
  readonly open: readonly (Recorded | null)[];
  readonly explained: number;
}

/**
 * Histories as distinguished by the consistency tester of Stateright 0.31: by all operations with their results, and by which
 * operations of others had completed before each call. Finer than the future requires; used to compare state counts.
 */
export class StaterightHistories implements Histories {
  private readonly explanations: Explanations;
  private readonly byKey = new Map<string, number>();
  private readonly states: Tested[] = [];

  constructor(explanations: Explanations, clients: number) {
    this.explanations = explanations;
    const each = Array.from({ length: clients }, () => null);
    this.number({ done: each.map(() => []), open: each, explained: 0 });
  }

  get size(): number {
    return this.states.length;
  }

  isBad(history: number): boolean {
    return this.explanations.isBad(this.at(history).explained);
  }

  keyOf(history: number): string {
    const { done, open } = this.at(history);
    return JSON.stringify([done, open]);
  }

  after(history: number, events: readonly HistoryEvent[]): number {
    let state = this.at(history);
    for (const event of events) state = this.step(state, event);
    return this.number(state);
  }

  private step({ done, open, explained }: Tested, event: HistoryEvent): Tested {
    const { client } = event;
    const next = this.explanations.after(explained, [event]);
    if (event.type === 'call') {
      const after = done.map((own, other) => (other === client ? 0 : own.length));
      const called = { after, operation: event.operation };
      return { done, open: open.with(client, called), explained: next };
    }
    const called = open[client];
    if (called === null || called === undefined) throw new Error(`check: client ${client} has nothing open`);
    const result = event.outcome.type === 'ok' ? event.outcome.result : event.outcome.type;
    const own = [...(done[client] ?? []), { ...called, result }];
    return { done: done.with(client, own), open: open.with(client, null), explained: next };
  }

  private at(history: number): Tested {
    const state = this.states[history];
    if (state === undefined) throw new RangeError(`check: there is no history ${history}`);
    return state;
  }

  private number(state: Tested): number {
    const key = JSON.stringify([state.done, state.open]);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const id = this.states.push(state) - 1;
    this.byKey.set(key, id);
    return id;
  }
}

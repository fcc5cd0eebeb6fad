import type { HistoryEvent } from '../handlers/events.ts';
import type { Local } from '../handlers/local.ts';
import { RecordView } from '../judge/view.ts';
import type { Envelope } from '../model/property.ts';
import type { Space } from '../parts/space.ts';
import { FIRST_PROCESS } from '../search/layout.ts';
import type { Visible } from './predicate/predicate.ts';

/** A client's operation so far. */
export interface OperationSoFar {
  /** Number of the client among all processes, as pages show it. */
  readonly process: number;
  readonly index: number;
  readonly operation: unknown;
  readonly outcome: 'open' | 'ok' | 'failed' | 'unknown';
  readonly result?: unknown;
}

/** View of a record for predicates. One object is reused: it is pointed at one record after another. */
export class VisibleState implements Visible {
  readonly replicas: number;
  readonly processes: number;
  private readonly space: Space;
  private readonly view: RecordView;
  private words: Int32Array = new Int32Array(0);
  private at = 0;
  private events: () => readonly HistoryEvent[] = () => [];

  constructor(space: Space) {
    this.space = space;
    this.view = new RecordView(space);
    this.replicas = this.view.replicas;
    this.processes = this.view.processes;
  }

  /** `events` are asked for only when a predicate reads them. */
  show(words: Int32Array, at: number, events: () => readonly HistoryEvent[]): this {
    this.words = words;
    this.at = at;
    this.events = events;
    this.view.show(words, at);
    return this;
  }

  get states(): readonly object[] {
    return this.view.states;
  }

  get inFlight(): readonly Envelope[] {
    return this.view.inFlight;
  }

  get messages(): readonly unknown[] {
    return this.view.inFlight.map(({ message }) => message);
  }

  get locals(): readonly Local[] {
    return this.space.locals.map((locals, process) =>
      locals.at(this.words[this.at + FIRST_PROCESS + process] ?? 0),
    );
  }

  get history(): readonly OperationSoFar[] {
    return operationsIn(this.events(), this.replicas);
  }
}

/** Operations in call order, with their outcomes. */
export function operationsIn(events: readonly HistoryEvent[], replicas: number): readonly OperationSoFar[] {
  const operations = new Map<string, OperationSoFar>();
  for (const event of events) {
    const { client, index } = event;
    const key = `${client}.${index}`;
    const known = operations.get(key);
    if (event.type === 'call')
      operations.set(key, { process: replicas + client, index, operation: event.operation, outcome: 'open' });
    else if (known !== undefined) {
      const { outcome } = event;
      const result = outcome.type === 'ok' ? { result: outcome.result } : {};
      operations.set(key, { ...known, outcome: outcome.type, ...result });
    }
  }
  return [...operations.values()];
}

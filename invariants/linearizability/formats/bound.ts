import type { HistoryEvent } from '../history.ts';
import { paired } from './format.ts';
import type { RecordedEvent } from './recorded.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A history in the terms of a model, and the lines it came from. */
export interface BoundHistory<Operation, Result> {
  readonly events: readonly HistoryEvent<Operation, Result>[];
  /** The line of each event. */
  readonly lines: readonly number[];
  /** The time of each event, where the file says it. */
  readonly times: readonly (number | undefined)[];
  /** The processes that called. */
  readonly processes: readonly string[];
}

/** @throws HistoryError */
export function bind<State, Operation, Result>(
  recorded: readonly RecordedEvent[],
  { operation: operationOf, result: resultOf }: Vocabulary<State, Operation, Result>,
): BoundHistory<Operation, Result> {
  const events: HistoryEvent<Operation, Result>[] = [];
  const lines: number[] = [];
  const times: (number | undefined)[] = [];
  // A process that is called by a number keeps it.
  const numbered = recorded.every(({ process }) => /^\d{1,15}$/.test(process));
  const clients = new Map<string, number>();
  const byEvent = new Map<RecordedEvent, { id: number; operation: Operation }>();
  for (const { id, call, end } of paired(recorded)) {
    const known = { id, operation: operationOf(call) };
    byEvent.set(call, known);
    if (end !== undefined) byEvent.set(end, known);
  }
  for (const event of recorded) {
    const known = byEvent.get(event);
    if (known === undefined) continue;
    const { id, operation } = known;
    lines.push(event.line);
    times.push(event.time);
    if (event.type === 'invoke') {
      let client = clients.get(event.process);
      if (client === undefined) {
        client = numbered ? Number(event.process) : clients.size;
        clients.set(event.process, client);
      }
      events.push({ type: 'call', id, client, operation });
      continue;
    }
    const result = event.type === 'ok' || event.type === 'refused' ? resultOf(operation, event) : undefined;
    if (result !== undefined) events.push({ type: 'ok', id, result });
    else events.push({ type: event.type === 'info' ? 'unknown' : 'fail', id });
  }
  return { events, lines, times, processes: [...clients.keys()] };
}

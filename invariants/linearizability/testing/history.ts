import type { HistoryEvent } from '../history.ts';
import type { DeterministicModel } from '../model.ts';
import type { OnlineChecker } from '../online.ts';

export interface HistoryOptions<Operation, Result> {
  readonly operations: number;
  readonly clients: number;
  /** Percent of operations whose outcome the client does not learn; half of them take effect, some much later. */
  readonly unknown: number;
  /** Percent that fail without effect. */
  readonly failed: number;
  /** Percent of results that are wrong. */
  readonly corrupted: number;
  operation(random: (bound: number) => number, id: number): Operation;
  corrupt(random: (bound: number) => number, result: Result): Result;
}

interface Running<Operation, Result> {
  readonly id: number;
  readonly client: number;
  readonly operation: Operation;
  readonly fate: 'ok' | 'fail' | 'unknown';
  done: boolean;
  result: Result | undefined;
}

/** A history of a real object: each operation acts at one moment between call and return, unless it was to be corrupted. */
export function generate<State, Operation, Result>(
  model: DeterministicModel<State, Operation, Result>,
  random: (bound: number) => number,
  options: HistoryOptions<Operation, Result>,
): HistoryEvent<Operation, Result>[] {
  const events: HistoryEvent<Operation, Result>[] = [];
  const states = new Map<string, State>();
  const busy: (Running<Operation, Result> | undefined)[] = Array.from({ length: options.clients });
  /** Operations that nobody waits for any more, and that may still act. */
  let astray: Running<Operation, Result>[] = [];
  let next = 0;
  const act = (running: Running<Operation, Result>): void => {
    const part = model.partition?.(running.operation) ?? '';
    const state = states.get(part);
    const step = model.apply(state === undefined ? model.initial : state, running.operation);
    states.set(part, step.state);
    running.done = true;
    running.result = step.result;
  };
  while (next < options.operations || busy.some((running) => running !== undefined)) {
    const lost = astray[random(40)];
    if (lost !== undefined) {
      if (random(2) === 0) act(lost);
      astray = astray.filter((other) => other !== lost);
    }
    const client = random(options.clients);
    const running = busy[client];
    if (running === undefined) {
      if (next >= options.operations) continue;
      const operation = options.operation(random, next);
      const dice = random(100);
      const fate =
        dice < options.unknown ? 'unknown' : dice < options.unknown + options.failed ? 'fail' : 'ok';
      busy[client] = { id: next, client, operation, fate, done: false, result: undefined };
      events.push({ type: 'call', id: next, client, operation });
      next += 1;
    } else if (!running.done && running.fate !== 'fail' && random(2) === 0) {
      if (running.fate === 'ok' || random(2) === 0) act(running);
    } else if (running.fate === 'fail') {
      events.push({ type: 'fail', id: running.id });
      busy[client] = undefined;
    } else if (running.fate === 'unknown') {
      // Some clients are never heard of again: nobody says that the outcome is unknown.
      if (random(4) > 0) events.push({ type: 'unknown', id: running.id });
      if (!running.done) astray.push(running);
      busy[client] = undefined;
    } else if (running.done && running.result !== undefined) {
      const wrong = random(1000) < options.corrupted * 10;
      const result = wrong ? options.corrupt(random, running.result) : running.result;
      events.push({ type: 'ok', id: running.id, result });
      busy[client] = undefined;
    }
  }
  return events;
}

/** Index of the first event that the checker finds bad; -1 if none. */
export function firstBad<State, Operation, Result>(
  checker: OnlineChecker<State, Operation, Result>,
  history: readonly HistoryEvent<Operation, Result>[],
  state = checker.initial(),
): number {
  for (let i = 0; i < history.length; i += 1) {
    const event = history[i];
    if (event === undefined) continue;
    if (event.type === 'call') checker.call(state, event.id, event.client, event.operation);
    else if (event.type === 'unknown') checker.unknown(state, event.id);
    else if (event.type === 'fail' && checker.failed(state, event.id) !== undefined) return i;
    else if (event.type === 'ok' && checker.returned(state, event.id, event.result) !== undefined) return i;
  }
  return -1;
}

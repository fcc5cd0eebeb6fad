import { ContractError } from './contract-error.ts';
import { EventKind } from './event-kind.ts';
import { kindOf, refuseUnplain } from './plain.ts';
import type { Outcome } from './process.ts';

const HANDLERS: Readonly<Record<number, string>> = {
  [EventKind.start]: 'start',
  [EventKind.message]: 'message',
  [EventKind.timer]: 'timer',
  [EventKind.disk]: 'disk',
  [EventKind.invoke]: 'invoke',
  [EventKind.wake]: 'wake',
};

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** Checks what a handler returned. @throws ContractError when it is a promise. */
export function refusePromise(returned: unknown, process: number, kind: number): void {
  if (!isPromise(returned)) return;
  returned.then(undefined, () => {}); // a later rejection adds nothing
  throw new ContractError(
    'asynchronous handler',
    `the handler \`${HANDLERS[kind]}\` of process ${process} returned a promise: handlers are synchronous: no async, no await`,
  );
}

/** @throws ContractError when `init` returned no state. */
export function refuseState(state: unknown, process: number): asserts state is object {
  if (isPromise(state)) state.then(undefined, () => {});
  else if (typeof state === 'object' && state !== null) return;
  const what = typeof state === 'object' ? (state === null ? 'null' : kindOf(state)) : String(state);
  throw new ContractError(
    'process without a state',
    `\`init\` of process ${process} returned ${what}: it must return the state, an object of plain data`,
  );
}

/** @throws ContractError when it is not an outcome, or its result is not plain data. */
export function refuseOutcome(client: number, outcome: Outcome<unknown>): void {
  const type: unknown = outcome?.type; // JavaScript callers have no compiler
  if (type !== 'ok' && type !== 'failed' && type !== 'unknown')
    throw new ContractError(
      'invalid outcome',
      `client ${client} called complete() with type ${String(type)}: an outcome is ok, failed or unknown`,
    );
  if (outcome.type === 'ok' && outcome.result !== undefined) refuseUnplain(outcome.result, 'a result');
}

/** For instance a timer that its own handler sets again with delay 0. */
export function timeStandsStill(
  events: number,
  nowUs: number,
  process: number,
  kind: number,
  timer: number,
): ContractError {
  const what = kind === EventKind.timer ? `timer ${timer}` : `the handler \`${HANDLERS[kind]}\``;
  return new ContractError(
    'time stands still',
    `time stands still: more than ${events} events at ${nowUs} µs, the last of them ${what} of process ${process}; a timer that is set again and again needs a delay above 0`,
  );
}

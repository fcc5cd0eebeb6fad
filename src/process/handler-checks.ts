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
};

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** A handler has returned; anything but a promise is its own business. @throws ContractError */
export function refusePromise(returned: unknown, process: number, kind: number): void {
  if (!isPromise(returned)) return;
  returned.then(undefined, () => {}); // what it fails with later says nothing more
  throw new ContractError(
    'an asynchronous handler',
    `the handler \`${HANDLERS[kind]}\` of process ${process} returned a promise: handlers run to their end at once, without async and await`,
  );
}

/** @throws ContractError when `init` returned no state. */
export function refuseState(state: unknown, process: number): asserts state is object {
  if (isPromise(state)) state.then(undefined, () => {});
  else if (typeof state === 'object' && state !== null) return;
  const what = typeof state === 'object' ? (state === null ? 'null' : kindOf(state)) : String(state);
  throw new ContractError(
    'a process without a state',
    `\`init\` of process ${process} returned ${what}: it returns the state, an object of plain data`,
  );
}

/** @throws ContractError when it is no outcome, or its result could not be told to anybody. */
export function refuseOutcome(client: number, outcome: Outcome<unknown>): void {
  const type: unknown = outcome?.type; // who writes JavaScript has no compiler to tell him
  if (type !== 'ok' && type !== 'failed' && type !== 'unknown')
    throw new ContractError(
      'an outcome that is none',
      `client ${client} called complete() with type ${String(type)}: an outcome is ok, failed or unknown`,
    );
  if (outcome.type === 'ok' && outcome.result !== undefined) refuseUnplain(outcome.result, 'a result');
}

/** A timer of no delay that is set again in its own handler goes off for ever, at the same instant. */
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
    `time stands still: more than ${events} events at ${nowUs} µs, the last of them ${what} of process ${process}; a timer that is set again and again needs a delay`,
  );
}

import { placeIn } from '../../src/process/place.ts';
import { unplain, whyUnplain } from '../../src/process/plain.ts';
import { FunctionError, isFunctionError } from '../kernel/function-error.ts';
import { isNondeterminismError } from '../kernel/nondeterminism-error.ts';
import { ScenarioError } from '../scenario/scenario-error.ts';
import { plainText } from '../words/plain-text.ts';

/** Calls a function of a definition. @throws FunctionError naming the function, whatever it throws. */
export function calling<T>(name: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw named(name, error);
  }
}

/** An operation that `operation` of a definition gives. `which`: such as `operation 2 of client 4`. @throws FunctionError */
export const givenOperation = <O>(which: string, give: () => O): O =>
  calling('operation', () => {
    const operation = give();
    const why = whyUnplain(operation);
    if (why === undefined) return operation;
    const refusal = unplain(`${which}, which it gave,`, why);
    refusal.stack = refusal.message; // no line of it is to blame
    throw refusal;
  });

/** Calls a function of a definition that returns a text or undefined, which an empty text stands for as well. @throws FunctionError if it throws or returns anything else */
export const givenText = (name: string, give: () => unknown): string | undefined =>
  calling(name, () => {
    const text = give();
    if (text === undefined || typeof text === 'string') return text === '' ? undefined : text;
    throw new TypeError(`it returned ${returnedText(text)}: it returns a text, or undefined`);
  });

/** A returned value as an error message shows it. */
export const returnedText = (value: unknown): string =>
  value instanceof Promise ? 'a promise' : plainText(value);

/** Wraps an error thrown by the function of this name. */
function named(name: string, error: unknown): Error {
  if (error instanceof ScenarioError || isNondeterminismError(error)) return error;
  return isFunctionError(error) ? error : new FunctionError(name, error);
}

/**
 * Describes a value with a function of the definition. A report must not be lost because that function throws: the value
 * is then shown as plain data, with the error beside it.
 */
export function described(name: string, value: unknown, body: () => unknown): string | undefined {
  try {
    const text = body();
    return text === undefined || typeof text === 'string' ? text : plainText(text);
  } catch (error) {
    const place = placeIn(error instanceof Error ? (error.stack ?? '') : '');
    return `${plainText(value)} (${new FunctionError(name, error).message}${place === null ? '' : `, at ${place}`})`;
  }
}

/** A describing function of a definition; a value that it does not describe is shown as plain data. */
export const describing =
  (name: string, describe: (value: unknown) => unknown) =>
  (value: unknown): string =>
    described(name, value, () => describe(value)) ?? plainText(value);

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
    throw placeless(unplain(`${which}, which it gave,`, why));
  });

/** The error for a wrong value that a function of a definition returned. */
export const wrongValue = (text: string): TypeError => placeless(new TypeError(text));

/** No line is to blame for the error, least of all the one of ours that throws it. */
function placeless<E extends Error>(error: E): E {
  error.stack = error.message;
  return error;
}

/** The texts in a returned value, a text or a list of texts; empty texts say nothing. Undefined for any other value. */
export function textsIn(returned: unknown): readonly string[] | undefined {
  const all: readonly unknown[] =
    returned === undefined ? [] : Array.isArray(returned) ? returned : [returned];
  const texts = all.filter((text) => typeof text === 'string');
  return texts.length === all.length ? texts.filter((text) => text !== '') : undefined;
}

/** Calls a function of a definition that returns a text, several, or none. @throws FunctionError if it throws or returns anything else */
export const givenText = (name: string, give: () => unknown): string | undefined =>
  calling(name, () => {
    const returned = give();
    const texts = textsIn(returned);
    if (texts !== undefined) return texts.length === 0 ? undefined : texts.join('; ');
    throw wrongValue(
      `it returned ${returnedText(returned)}: it returns a text, a list of texts, or undefined`,
    );
  });

/** The quorum of so many nodes: a majority where the definition does not say. @throws FunctionError if it is no possible one */
export function givenQuorum(definition: { quorum?(nodes: number): number }, nodes: number): number {
  if (definition.quorum === undefined) return Math.floor(nodes / 2) + 1;
  return calling('quorum', () => {
    const quorum = definition.quorum?.(nodes);
    if (quorum !== undefined && Number.isInteger(quorum) && quorum >= 1 && quorum <= nodes) return quorum;
    throw wrongValue(
      `it returned ${returnedText(quorum)} for ${nodes} nodes: it returns an integer from 1 to ${nodes}`,
    );
  });
}

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

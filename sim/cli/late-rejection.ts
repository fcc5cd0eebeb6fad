import { isContractError } from '../../src/process/contract-error.ts';
import { placeIn } from '../determinism/place.ts';

/** What is said of a rejected promise that nobody waits for. */
export function lateText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  if (!isContractError(error))
    return `a promise failed, and nobody waits for it: ${stack === '' ? String(error) : stack}\n`;
  const place = placeIn(stack);
  return `a handler is asynchronous: ${error.message}${place === null ? '' : `, at ${place}`}\n`;
}

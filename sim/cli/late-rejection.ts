import { isContractError } from '../../src/process/contract-error.ts';
import { placeIn } from '../../src/process/place.ts';

/** Message for an unhandled promise rejection. */
export function lateText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  if (!isContractError(error))
    return `unhandled promise rejection: ${stack === '' ? String(error) : stack}\n`;
  const place = placeIn(stack);
  return `a handler is asynchronous: ${error.message}${place === null ? '' : `, at ${place}`}\n`;
}

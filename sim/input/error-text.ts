import { placeIn } from '../../src/process/place.ts';
import { isFunctionError } from '../kernel/function-error.ts';

/** The error, and the line that threw it where that is in the code of the system. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const place = placeIn((cause instanceof Error ? cause.stack : error.stack) ?? '');
  const text = isFunctionError(error) ? error.message : `${error.name}: ${error.message}`;
  return `${text}${place === null ? '' : `, at ${place}`}`;
}

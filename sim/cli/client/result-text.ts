import type { Outcome } from '../../../src/process/process.ts';
import { escapedText } from '../linearizable/escaped.ts';

/** An outcome in a few words, safe for a terminal. */
export function inWords(outcome: Outcome<unknown>): string {
  switch (outcome.type) {
    case 'ok':
      return escapedText(resultText(outcome.result));
    case 'failed':
      return escapedText(`failed: ${outcome.reason}`);
    case 'unknown':
      return 'unknown: it may have been done, or be done yet';
  }
}

/** Short text for results of the store; JSON for others. */
function resultText(result: unknown): string {
  if (typeof result !== 'object' || result === null) return JSON.stringify(result);
  if ('asOf' in result && 'value' in result)
    return `${resultText(result.value)}  (as of op ${String(result.asOf)})`;
  if (!('kind' in result)) return JSON.stringify(result);
  if (result.kind === 'write') return 'ok';
  if (result.kind === 'cas' && 'swapped' in result)
    return result.swapped === true ? 'ok' : 'not done: it holds something else';
  if ('value' in result && (typeof result.value === 'string' || result.value === null))
    return result.value ?? '(nothing)';
  return JSON.stringify(result);
}

import type { Recording } from '../recording/recording.ts';

/** One JSON object a line (https://jsonlines.org): first the run, then every event, in order. */
export function jsonl({ events, states: _, causes: __, ...run }: Recording): string {
  return [run, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}

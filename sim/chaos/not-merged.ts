import type { RecordingsJudged } from './recordings.ts';

/** Why the invariants have judged no step of the merged recordings; undefined when they have. */
export function whyNotMerged({ steps, judged, findings }: RecordingsJudged): string | undefined {
  if (judged > 0) return undefined;
  if (steps === 0) return 'nothing was recorded';
  return findings.some(({ kind }) => kind === 'unjudged')
    ? 'the reason is below, under unjudged'
    : 'the recordings are too large to be merged';
}

import type { Commit } from '../../bisect/git.ts';
import type { Evidence, Judgement } from '../../bisect/judgement.ts';
import { visible } from '../../page/parts/visible.ts';
import { labelled } from '../../text/layout.ts';
import type { Paint } from '../../text/paint.ts';
import { several, share } from '../../words/units.ts';

/** A commit and its verdict. */
export interface Looked {
  readonly commit: Commit;
  readonly judgement: Judgement;
}

/** `abc1234 Subject line (Ada, 2026-01-02)`, with control characters escaped. */
export const commitText = ({ short, subject, author, date }: Commit): string =>
  visible(`${short} ${subject} (${author}, ${date})`);

export function judgementText(judgement: Judgement): string {
  switch (judgement.verdict) {
    case 'bad':
      return `fails: ${evidenceText(judgement.by)}`;
    case 'good':
      return `does not fail: ${evidenceText(judgement.by)}`;
    case 'untested':
      return visible(`cannot be tested: ${judgement.reason}`);
  }
}

function evidenceText(by: Evidence): string {
  switch (by.type) {
    case 'replay':
      return `guided replay, ${share(by.steps.matched, by.steps.of)} of the recorded steps happen`;
    case 'campaign': {
      const of = by.drawn ? 'as this commit draws them' : 'of the same scenario';
      return `the run does not exist there; ${by.failed} of ${several(by.seeds, 'seed')} ${of} fail so`;
    }
  }
}

/** Reports the first bad commit, or several that cannot be told apart. */
export function foundLines(
  suspects: readonly Commit[],
  looks: readonly Looked[],
  fingerprint: string,
  paint: Paint,
): readonly string[] {
  const [guilty] = suspects;
  if (guilty === undefined) return [];
  const what = labelled(['what', visible(fingerprint)]);
  const looked = looks.map(({ commit: { short }, judgement }) => labelled([short, judgementText(judgement)]));
  if (suspects.length === 1)
    return [`${paint.good('✓ found')}  ${paint.strong(commitText(guilty))}`, what, ...looked];
  return [
    paint.warning(`~ one of ${suspects.length} commits: those between them cannot be tested`),
    ...suspects.map((commit) => labelled(['suspect', commitText(commit)])),
    what,
    ...looked,
  ];
}

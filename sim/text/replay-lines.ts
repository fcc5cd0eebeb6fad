import { count, share } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** Every step was as recorded. */
export const replayedLine = (steps: number, hash: string, paint: Paint): string =>
  `${paint.good('✓ replayed')}  ${count(steps)} steps, each as it was recorded · hash ${hash}`;

interface Divergence {
  readonly step: number;
  readonly expected: string;
  readonly got: string;
  readonly before: readonly string[];
  readonly orLater?: true;
}

/** Where a run left the recorded one. `made` says what is known to be different about the two. */
export function divergenceLines(
  { step, expected, got, before, orLater }: Divergence,
  made: string,
  paint: Paint,
): readonly string[] {
  return [
    paint.bad(`✗ step ${count(step)}${orLater === true ? ' or a later one' : ''} is not as it was recorded`),
    ...before.map((line, i) => labelled([String(step - before.length + i), paint.faint(line)])),
    labelled(['expected', expected]),
    labelled(['got', paint.strong(got)]),
    labelled(['because', `the code is another one, or it reads what no seed decides (${made})`]),
  ];
}

interface Matched {
  readonly matched: number;
  readonly of: number;
}

/** How much of a recorded run could be had again, and how that ended. */
export function guidedLines(
  { steps, decisions, prefix }: { steps: Matched; decisions: Matched; prefix: number },
  ending: { readonly fingerprint: string; readonly now: string },
  paint: Paint,
): readonly string[] {
  const part = ({ matched, of }: Matched): string =>
    `${count(matched)} of ${count(of)} (${share(matched, of)})`;
  return [
    ending.now === ending.fingerprint
      ? paint.bad(`✗ fails as before: ${ending.fingerprint}`)
      : paint.warning(`~ ends otherwise: ${ending.now}, and not ${ending.fingerprint}`),
    labelled(['steps', `${part(steps)} happen again, the first ${count(prefix)} in the same order`]),
    labelled(['decisions', `${part(decisions)} were taken again`]),
  ];
}

/** A kind of failure as `fuzz --json` reports it. */
export interface ReportedFinding {
  readonly invariant: string | null;
  readonly title: string;
  readonly fingerprint: string;
  readonly times: number;
  readonly step: number;
  readonly seed: string;
  readonly file: string;
}

export interface Issue {
  readonly fingerprint: string;
  readonly title: string;
  readonly body: string;
}

/** Where issues live. */
export interface IssueTracker {
  /** Number of the open issue with this fingerprint. */
  find(fingerprint: string): number | undefined;
  open(title: string, body: string): unknown;
  comment(number: number, body: string): unknown;
}

/** What an issue says of a finding: how often, and how to see it. */
export function issueFor(finding: ReportedFinding, commit: string, small: string | undefined): Issue {
  const { invariant, title, fingerprint, times, step, seed, file } = finding;
  const name = invariant === null ? title : `${invariant}: ${title}`;
  return {
    fingerprint,
    title: `Nightly: ${name}`,
    body: [
      `\`${fingerprint}\` in ${times} ${times === 1 ? 'run' : 'runs'} at commit ${commit}.`,
      '',
      `The shortest is seed \`${seed}\` with ${step} steps. At that commit:`,
      '',
      '```sh',
      `npm run sim -- ${seed}`,
      '```',
      '',
      `The failure file \`${file}\`${small === undefined ? '' : ` and the small run \`${small}\``} are among the artifacts of the run.`,
    ].join('\n'),
  };
}

/** One issue for each fingerprint: a new one, or a comment on the one that is open. */
export function publish({ fingerprint, title, body }: Issue, tracker: IssueTracker): void {
  const known = tracker.find(fingerprint);
  if (known === undefined) tracker.open(title, body);
  else tracker.comment(known, body);
}

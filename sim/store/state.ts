/** State of a finding over the tested commits. */
export type State = 'new' | 'ongoing' | 'rare' | 'resolved' | 'reopened';

/** Runs of a finding's system at a commit, and the failing ones among them. */
export interface AtCommit {
  readonly commit: string;
  readonly runs: number;
  readonly failed: number;
}

/** A finding counts as resolved once a bug that is still present would have been missed with at most this probability. */
const MISSED = 0.01;

/**
 * State of a finding, from the commits tested since it was first seen, oldest first. *New*: seen at the last commit only.
 * *Ongoing*:
 * seen there and before. *Reopened*: seen there, after it was resolved. *Resolved*: not seen in so many runs that it would have
 * shown. *Rare*: not seen at the last commits, in too few runs to conclude that.
 */
export function stateOf(history: readonly AtCommit[]): State {
  const first = history.findIndex(({ failed }) => failed > 0);
  const since = history.slice(Math.max(0, first));
  let seen = 0;
  let runs = 0;
  let quiet = 0;
  let wasResolved = false;
  let state: State = 'new';
  since.forEach((at, i) => {
    if (at.failed > 0) {
      state = i === 0 ? 'new' : wasResolved ? 'reopened' : 'ongoing';
      runs += quiet;
      quiet = 0;
      wasResolved = false;
      runs += at.runs;
      seen += at.failed;
      return;
    }
    quiet += at.runs;
    wasResolved = (1 - seen / Math.max(seen, runs)) ** quiet < MISSED && quiet > 0;
    state = wasResolved ? 'resolved' : 'rare';
  });
  return state;
}

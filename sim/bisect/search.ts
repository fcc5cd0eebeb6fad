import type { Judgement } from './judgement.ts';

/** The history to search. */
export interface History {
  /** Commits that may have introduced the bug, including the bad one, the most informative first. */
  suspects(goods: readonly string[], bad: string): readonly string[];
}

/** A tested commit. */
export interface Look {
  readonly hash: string;
  readonly judgement: Judgement;
}

export interface Found {
  /** The guilty commit, together with those that cannot be told from it. */
  readonly suspects: readonly string[];
  readonly looks: readonly Look[];
}

/**
 * Finds the commit between good and bad ones that introduced the bug: with several, the first on some path from a good one.
 * Untestable
 * commits are skipped, as with `git bisect skip`. Returns undefined if interrupted.
 */
export async function search(
  history: History,
  good: string,
  bad: string,
  judge: (hash: string, left: number) => Promise<Judgement | undefined>,
): Promise<Found | undefined> {
  const looks: Look[] = [];
  const goods = [good];
  const untested = new Set<string>();
  let worst = bad;
  for (;;) {
    const suspects = history.suspects(goods, worst);
    const next = suspects.find((hash) => hash !== worst && !untested.has(hash));
    if (next === undefined) return { suspects, looks };
    const judgement = await judge(next, suspects.length);
    if (judgement === undefined) return undefined;
    looks.push({ hash: next, judgement });
    if (judgement.verdict === 'bad') worst = next;
    else if (judgement.verdict === 'good') goods.push(next);
    else untested.add(next);
  }
}

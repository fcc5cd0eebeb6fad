import type { Judgement } from './judgement.ts';

/** The history that is searched. */
export interface History {
  /** Commits that may have broken it, the bad one included: first those of which the answer says most. */
  suspects(goods: readonly string[], bad: string): readonly string[];
}

/** A commit that was looked at. */
export interface Look {
  readonly hash: string;
  readonly judgement: Judgement;
}

export interface Found {
  /** The guilty commit alone, or with those that nobody can tell from it. */
  readonly suspects: readonly string[];
  readonly looks: readonly Look[];
}

/**
 * Which commit between a good and a bad one broke it: the first, if there are several, on some way from the good one. What cannot be
 * tested is passed over, as `git bisect skip` does. Undefined when it was interrupted.
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

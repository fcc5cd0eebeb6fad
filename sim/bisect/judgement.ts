/** What is known of a commit, and from what. */
export type Judgement =
  | { readonly verdict: 'bad' | 'good'; readonly by: Evidence }
  /** Nobody can tell. */
  | { readonly verdict: 'untested'; readonly reason: string };

export type Evidence =
  /** The recorded run, made again as far as the code of the commit does the same. */
  | { readonly type: 'replay'; readonly steps: { readonly matched: number; readonly of: number } }
  /** Other seeds of the same scenario, or, where the commit cannot read that, seeds as it draws them. */
  | { readonly type: 'campaign'; readonly seeds: number; readonly failed: number; readonly drawn: boolean };

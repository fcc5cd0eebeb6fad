/** Verdict on a commit, with its evidence. */
export type Judgement =
  | { readonly verdict: 'bad' | 'good'; readonly by: Evidence }
  /** No verdict was possible. */
  | { readonly verdict: 'untested'; readonly reason: string };

export type Evidence =
  /** A replay of the recorded run, as far as the commit's code behaves identically. */
  | { readonly type: 'replay'; readonly steps: { readonly matched: number; readonly of: number } }
  /** Other seeds of the same scenario, or, if the commit cannot read it, seeds drawn by the commit. */
  | { readonly type: 'campaign'; readonly seeds: number; readonly failed: number; readonly drawn: boolean };

import * as z from 'zod';
import type { Database } from './database.ts';

/** Detection of a mutant at a commit. */
export interface MutantAtCommit {
  readonly commit: string;
  readonly takenAt: string;
  readonly mutant: string;
  readonly name: string;
  /** Kind of bug: the letter that its id begins with. */
  readonly area: string;
  readonly control: boolean;
  readonly found: number;
  readonly trials: number;
  readonly medianSeeds: number | null;
}

/** The stored part of the output of `mutants --json`. */
export const mutantsJson = z.object({
  mutants: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      control: z.boolean(),
      found: z.number(),
      trials: z.number(),
      median_seeds: z.number().nullable(),
    }),
  ),
});

export function putScores(
  db: Database,
  commit: string,
  takenAt: string,
  { mutants }: z.infer<typeof mutantsJson>,
): void {
  for (const { id, name, control, found, trials, median_seeds } of mutants)
    db.run(
      'INSERT OR REPLACE INTO scores ("commit", taken_at, mutant, name, area, control, found, trials, median_seeds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      commit,
      takenAt,
      id,
      name,
      /^[A-Za-z]+/.exec(id)?.[0] ?? id,
      control ? 1 : 0,
      found,
      trials,
      median_seeds,
    );
}

const rowSchema = z
  .object({
    commit: z.string(),
    taken_at: z.string(),
    mutant: z.string(),
    name: z.string(),
    area: z.string(),
    control: z.number(),
    found: z.number(),
    trials: z.number(),
    median_seeds: z.number().nullable(),
  })
  .transform(
    ({ taken_at, median_seeds, control, ...rest }): MutantAtCommit => ({
      ...rest,
      takenAt: taken_at,
      control: control !== 0,
      medianSeeds: median_seeds,
    }),
  );

/** All scores, by time and mutant. */
export const scores = (db: Database): readonly MutantAtCommit[] =>
  db.all(
    rowSchema,
    'SELECT "commit", taken_at, mutant, name, area, control, found, trials, median_seeds FROM scores ORDER BY taken_at, "commit", mutant',
  );

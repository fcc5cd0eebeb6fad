import * as z from 'zod';
import { type Plan, planSchema } from '../campaign/plan.ts';
import { type Totals, totalsSchema } from '../campaign/totals.ts';
import type { Database } from './database.ts';

/** A campaign in the store. */
export interface StoredCampaign {
  readonly id: string;
  readonly label: string;
  readonly commit: string;
  /** ISO 8601. */
  readonly beganAt: string;
  readonly plan: Plan;
  readonly program: string | null;
  readonly totals: Totals;
  readonly elapsedMs: number;
  readonly workers: number;
  readonly finished: boolean;
}

/** Progress of a campaign at some time. */
export interface Sample {
  readonly elapsedMs: number;
  readonly runs: number;
  readonly steps: number;
  readonly virtualUs: number;
  readonly workers: number;
  /** Abstract states reached so far. */
  readonly states: number;
  readonly failed: number;
}

const rowSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    commit: z.string(),
    began_at: z.string(),
    plan: z.string(),
    program: z.string().nullable(),
    totals: z.string(),
    elapsed_ms: z.number(),
    workers: z.number(),
    finished: z.number(),
  })
  .transform(
    (row): StoredCampaign => ({
      id: row.id,
      label: row.label,
      commit: row.commit,
      beganAt: row.began_at,
      plan: planSchema.parse(JSON.parse(row.plan)),
      program: row.program,
      totals: totalsSchema.parse(JSON.parse(row.totals)),
      elapsedMs: row.elapsed_ms,
      workers: row.workers,
      finished: row.finished !== 0,
    }),
  );

const sampleSchema = z
  .object({
    elapsed_ms: z.number(),
    runs: z.number(),
    steps: z.number(),
    virtual_us: z.number(),
    workers: z.number(),
    states: z.number(),
    failed: z.number(),
  })
  .transform(
    ({ elapsed_ms, virtual_us, ...rest }): Sample => ({
      elapsedMs: elapsed_ms,
      virtualUs: virtual_us,
      ...rest,
    }),
  );

const COLUMNS = 'id, label, "commit", began_at, plan, program, totals, elapsed_ms, workers, finished';

/** Inserts a campaign, or updates it. */
export function putCampaign(db: Database, campaign: StoredCampaign): void {
  const { id, label, commit, beganAt, plan, program, totals, elapsedMs, workers, finished } = campaign;
  db.run(
    `INSERT INTO campaigns (${COLUMNS}, systems, runs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET program = excluded.program, totals = excluded.totals, runs = excluded.runs,
       elapsed_ms = excluded.elapsed_ms, workers = excluded.workers, finished = excluded.finished
     WHERE excluded.runs >= runs`,
    id,
    label,
    commit,
    beganAt,
    JSON.stringify(plan),
    program,
    JSON.stringify(totals),
    Math.round(elapsedMs),
    workers,
    finished ? 1 : 0,
    plan.systems.join(','),
    totals.runs,
  );
}

export function putSample(db: Database, campaign: string, sample: Sample): void {
  const { elapsedMs, runs, steps, virtualUs, workers, states, failed } = sample;
  db.run(
    'INSERT OR REPLACE INTO samples (campaign, elapsed_ms, runs, steps, virtual_us, workers, states, failed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    campaign,
    Math.round(elapsedMs),
    runs,
    steps,
    virtualUs,
    workers,
    states,
    failed,
  );
}

/** All campaigns, latest first. */
export const campaigns = (db: Database): readonly StoredCampaign[] =>
  db.all(rowSchema, `SELECT ${COLUMNS} FROM campaigns ORDER BY began_at DESC, id`);

export const campaign = (db: Database, id: string): StoredCampaign | undefined =>
  db.one(rowSchema, `SELECT ${COLUMNS} FROM campaigns WHERE id = ?`, id);

export const samples = (db: Database, id: string): readonly Sample[] =>
  db.all(
    sampleSchema,
    'SELECT elapsed_ms, runs, steps, virtual_us, workers, states, failed FROM samples WHERE campaign = ? ORDER BY elapsed_ms',
    id,
  );

import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { checked, readJson } from '../input/json-file.ts';
import { planSchema } from './plan.ts';
import { totalsSchema } from './totals.ts';

export const CAMPAIGN = 'campaign.json';

/** Range of run indices, `to` exclusive. */
const batchSchema = z.strictObject({ from: z.number().int(), to: z.number().int() });
export type Batch = z.infer<typeof batchSchema>;

export const campaignSchema = z.strictObject({
  version: z.literal(1),
  plan: planSchema,
  /** Index of the first run not yet in a batch. */
  next: z.number().int(),
  /** Unfinished batches: a resumed campaign runs them again. */
  open: z.array(batchSchema),
  totals: totalsSchema,
  /** Number of entries in the abstract states file that the totals include. */
  states: z.number().int(),
  elapsedMs: z.number(),
  finished: z.boolean(),
  /** Digest of the program; null until known. */
  program: z.string().nullable(),
  /** Unique id, independent of the folder. */
  id: z.string().optional(),
  /** Commit of the code; null without git. */
  commit: z.string().nullable().optional(),
  /** Start time, ISO 8601. */
  beganAt: z.string().optional(),
  /** Number of active threads on all machines, as last observed. */
  workers: z.number().optional(),
});

/** State of a campaign. */
export type Campaign = z.infer<typeof campaignSchema>;

/** @throws BadInput */
export function readCampaign(folder: string): Campaign | undefined {
  const file = path.join(folder, CAMPAIGN);
  return existsSync(file) ? checked(campaignSchema, readJson(file), file) : undefined;
}

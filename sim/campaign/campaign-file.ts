import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { checked, readJson } from '../input/json-file.ts';
import { planSchema } from './plan.ts';
import { totalsSchema } from './totals.ts';

export const CAMPAIGN = 'campaign.json';

/** Runs with indices from `from` up to, not including, `to`. */
const batchSchema = z.strictObject({ from: z.number().int(), to: z.number().int() });
export type Batch = z.infer<typeof batchSchema>;

export const campaignSchema = z.strictObject({
  version: z.literal(1),
  plan: planSchema,
  /** Index of the first run that is in no batch yet. */
  next: z.number().int(),
  /** Batches that were begun and are not done: a campaign that goes on runs them again. */
  open: z.array(batchSchema),
  totals: totalsSchema,
  /** Of the file of abstract states, what the totals know. */
  states: z.number().int(),
  elapsedMs: z.number(),
  finished: z.boolean(),
  /** Digest of the program that is run; null until it is known. */
  program: z.string().nullable(),
  /** Tells campaigns apart wherever their folders are. */
  id: z.string().optional(),
  /** The commit of the code; null where there was no git. */
  commit: z.string().nullable().optional(),
  /** When it began, ISO 8601. */
  beganAt: z.string().optional(),
  /** Threads at work, of all machines, when it was last looked at. */
  workers: z.number().optional(),
});

/** Where a campaign stands. */
export type Campaign = z.infer<typeof campaignSchema>;

/** @throws BadInput */
export function readCampaign(folder: string): Campaign | undefined {
  const file = path.join(folder, CAMPAIGN);
  return existsSync(file) ? checked(campaignSchema, readJson(file), file) : undefined;
}

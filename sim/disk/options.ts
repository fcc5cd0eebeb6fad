import * as z from 'zod';
import { us } from '../chance/units.ts';

/** A disk without faults. */
export const diskSchema = z.strictObject({
  latencyMinUs: us.describe('least latency of a request'),
  latencyMeanUs: us.describe('mean of what is added to it'),
});

export type DiskOptions = z.infer<typeof diskSchema>;

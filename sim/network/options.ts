import * as z from 'zod';
import { DELAY_SHAPES } from '../chance/shapes.ts';
import { us } from '../chance/units.ts';

/** How delays, and so schedules, are chosen: sim/network/strategies. */
export const STRATEGIES = ['uniform', 'pct', 'pos'] as const;

/** A network without faults. */
export const networkSchema = z.strictObject({
  delayMinUs: us.describe('least delay of a message'),
  delayMeanUs: us.describe('mean of what is added to it'),
  delayShape: z.enum(DELAY_SHAPES).describe('how the added delay is distributed'),
  strategy: z.enum(STRATEGIES).describe('how delays, and so schedules, are chosen'),
  fifo: z.boolean().describe('whether messages of one link keep their order'),
});

export type NetworkOptions = z.infer<typeof networkSchema>;

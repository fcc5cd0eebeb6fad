import * as z from 'zod';
import type { HostClock } from './clock.ts';
import type { HostDisk } from './disk.ts';

/** Trouble that whoever has started a replica can make for it, through the channel between them: there is no other way in. */
const schema = z.discriminatedUnion('trouble', [
  z.strictObject({ trouble: z.literal('clock'), wallUs: z.number().int(), ratePpm: z.number().int() }),
  z.strictObject({
    trouble: z.literal('disk'),
    /** Each sync takes so much longer. */
    syncDelayMs: z.number().min(0),
    /** Writes fail so, syncs as well; null: they work. */
    error: z.enum(['ENOSPC', 'EIO']).nullable(),
  }),
]);
export type Trouble = z.infer<typeof schema>;

/** Does what a message says, if it is one. */
export function makeTrouble(message: unknown, clock: HostClock, disk: HostDisk): void {
  const { data } = schema.safeParse(message);
  if (data === undefined) return;
  if (data.trouble === 'clock') clock.shiftBy({ wallUs: data.wallUs, ratePpm: data.ratePpm });
  else disk.trouble = { syncDelayMs: data.syncDelayMs, error: data.error };
}

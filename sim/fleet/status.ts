import * as z from 'zod';
import { KEYS, PREFIX, QUEUE } from './keys.ts';
import { workersAt } from './presence.ts';
import type { Shared } from './redis.ts';

const campaignSchema = z.object({
  label: z.string(),
  commit: z.string().nullable(),
  program: z.string(),
  awaited: z.number(),
});

/** Workers and campaigns of a fleet. */
export interface FleetStatus {
  readonly workers: readonly { readonly name: string; readonly threads: number }[];
  readonly campaigns: readonly ({ readonly id: string } & z.infer<typeof campaignSchema>)[];
  readonly batches: { readonly waiting: number; readonly running: number; readonly givenBack: number };
}

export async function fleetStatus(shared: Shared): Promise<FleetStatus> {
  const { Queue } = await import('bullmq');
  const queue = new Queue(QUEUE, { connection: shared.another(), prefix: PREFIX });
  try {
    const counts = await queue.getJobCounts('prioritized', 'waiting', 'active', 'delayed');
    const campaigns = Object.entries(await shared.client.hgetall(KEYS.campaigns)).flatMap(([id, text]) => {
      const parsed = campaignSchema.safeParse(JSON.parse(text));
      return parsed.success ? [{ id, ...parsed.data }] : [];
    });
    return {
      workers: [...(await workersAt(shared.client))].map(([name, threads]) => ({ name, threads })),
      campaigns,
      batches: {
        waiting: (counts['prioritized'] ?? 0) + (counts['waiting'] ?? 0),
        running: counts['active'] ?? 0,
        givenBack: counts['delayed'] ?? 0,
      },
    };
  } finally {
    await queue.close();
  }
}

import * as z from 'zod';
import type { Elsewhere, ElsewhereBuild } from '../../mutants/elsewhere.ts';
import type { PreparedMutant } from '../../mutants/prepare.ts';
import type { SeedSummary, SeedTask } from '../../mutants/run-seed.ts';
import { fleetAt } from '../shared/fleet.ts';
import type { Io } from '../shared/io.ts';

const HEAP_MB_MAX = 1024;
/** As a `fuzz` campaign of a fresh commit. */
const PRIORITY = 10;
/** So many trials at a time for each thread of the fleet: each has one or two batches under way. */
const TRIALS_PER_THREAD = 2;
const TRIALS_MIN = 4;
const TRIALS_MAX = 256;

/** What is checked of a run that comes back. */
const summary = z.looseObject({
  verdict: z.string(),
  hash: z.string(),
  steps: z.number(),
  ms: z.number(),
});

/** Has mutated builds run by the workers of a fleet: each build is a campaign of its own. @throws BadInput */
export async function onFleet(url: string, hangMs: number, io: Io): Promise<Elsewhere> {
  const { Ahead } = await import('../../fleet/ahead.ts');
  const fleet = await fleetAt(url, io);
  return {
    trials: Math.max(TRIALS_MIN, Math.min(TRIALS_MAX, fleet.threads * TRIALS_PER_THREAD)),
    async open({ mutant, bundle }: PreparedMutant): Promise<ElsewhereBuild> {
      const offers = await fleet.open({
        label: `mutant ${mutant.id}`,
        code: bundle.code,
        limitMs: hangMs,
        heapMbMax: HEAP_MB_MAX,
        priority: PRIORITY,
        run: summary,
      });
      return {
        trial: (trial, taskAt, seedsMax) =>
          new Ahead<SeedTask, SeedSummary>(offers, `trial-${trial}`, taskAt, seedsMax),
        close: () => offers.close(true),
      };
    },
  };
}

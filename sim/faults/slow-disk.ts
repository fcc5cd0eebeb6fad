import * as z from 'zod';
import { int } from '../chance/units.ts';
import { faultClass } from './fault-class.ts';

/** One of this many disks is slow. */
const SLOW_OF = 3;

const schema = z.strictObject({ factor: int(1, 1000).describe('how many times slower the slow disks are') });

/** Disks that are slow for the whole run. */
export const slowDisk = faultClass<'slow-disk', z.infer<typeof schema>, { slow: boolean[] }>({
  name: 'slow-disk',
  noun: 'slow disks',
  summary: 'the disks of some replicas are many times slower than the others',
  schema,
  calm: { factor: 1 },
  sharePercent: 50,
  draw: (s) => ({ factor: s.logBetween(2, 100) }),
  describe: ({ factor }) => `some are ${factor} times slower`,
  sites: { 'slow-disk': ['process', 'fault'] },
  counts: { slowDisks: ['slow disk', 'slow disks'] },
  initial: () => ({ slow: [] }),
  inject({ factor }, { decisions, counter, world }, state) {
    const site = decisions.site('slow-disk', 'process', 'fault');
    return {
      begin() {
        for (let replica = 0; replica < world.replicas; replica++) {
          const slow = decisions.chance(site, replica, 0, Math.floor(1_000_000 / SLOW_OF));
          state.slow[replica] = slow;
          if (slow && factor > 1) counter('slowDisks').n++;
        }
      },
      request: {
        delay: (process, _, delayUs) => (state.slow[process] === true ? delayUs * factor : delayUs),
      },
    };
  },
});

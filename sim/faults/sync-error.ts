import * as z from 'zod';
import { ppm } from '../chance/units.ts';
import { percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

/** Three of four writes. */
const FORGOTTEN_PPM = 750_000;

/** A sync fails and forgets some of the writes that it was to make durable; the disk looks clean afterwards. */
export const syncError = faultClass({
  name: 'sync-error',
  noun: 'sync errors',
  summary:
    'a sync fails and forgets some of the writes that it was to make durable; the disk looks clean afterwards',
  schema: z.strictObject({ ppm: ppm.describe('share of syncs that fail') }),
  calm: { ppm: 0 },
  sharePercent: 60,
  draw: (s) => ({ ppm: s.logBetween(500, 20_000) }),
  describe: (options) => percentOfMillion(options.ppm),
  sites: { 'sync-error': ['process', 'fault'], 'sync-error-forgets': ['process', 'detail'] },
  counts: { syncErrors: ['sync error', 'sync errors'] },
  tell: ({ process }, name) => `a sync of ${name(process ?? 0)} fails`,
  initial: () => ({}),
  inject(options, { decisions, world, counter }) {
    const site = decisions.site('sync-error', 'process', 'fault');
    const counted = counter('syncErrors');
    const forgets = decisions.site('sync-error-forgets', 'process', 'detail');
    return {
      request: {
        sync(process, request) {
          if (!decisions.chance(site, process, request, options.ppm)) return false;
          counted.n++;
          world.fault({ fault: 'sync-error', of: 'disk', process });
          return true;
        },
        drops: (process, write) => decisions.chance(forgets, process, write.request, FORGOTTEN_PPM),
      },
    };
  },
});

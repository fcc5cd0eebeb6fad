import * as z from 'zod';
import { ppm } from '../chance/units.ts';
import { percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

/** Disk reads fail. */
export const readError = faultClass({
  name: 'read-error',
  noun: 'read errors',
  summary: 'disk reads fail',
  schema: z.strictObject({ ppm: ppm.describe('share of reads that fail') }),
  calm: { ppm: 0 },
  sharePercent: 60,
  draw: (s) => ({ ppm: s.logBetween(500, 20_000) }),
  describe: (options) => percentOfMillion(options.ppm),
  sites: { 'read-error': ['process', 'fault'] },
  counts: { readErrors: ['read error', 'read errors'] },
  tell: ({ process }, name) => `a read of ${name(process ?? 0)} fails`,
  initial: () => ({}),
  inject(options, { decisions, world, counter }) {
    const site = decisions.site('read-error', 'process', 'fault');
    const counted = counter('readErrors');
    return {
      request: {
        read(process, request) {
          if (!decisions.chance(site, process, request, options.ppm)) return false;
          counted.n++;
          world.fault({ fault: 'read-error', of: 'disk', process });
          return true;
        },
      },
    };
  },
});

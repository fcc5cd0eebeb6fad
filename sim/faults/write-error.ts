import * as z from 'zod';
import { ppm } from '../chance/units.ts';
import { percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

/** How much is kept is drawn below this, then taken modulo the length: the draw must not depend on the length. */
const KEPT = 2 ** 20;

/** Disk writes fail and leave some of their bytes, from the front. */
export const writeError = faultClass({
  name: 'write-error',
  noun: 'write errors',
  summary: 'disk writes fail and leave some of their bytes, from the front',
  schema: z.strictObject({ ppm: ppm.describe('share of writes that fail') }),
  calm: { ppm: 0 },
  sharePercent: 60,
  draw: (s) => ({ ppm: s.logBetween(500, 20_000) }),
  describe: (options) => percentOfMillion(options.ppm),
  sites: { 'write-error': ['process', 'fault'], 'write-error-left': ['process', 'detail'] },
  counts: { writeErrors: ['write error', 'write errors'] },
  tell: ({ process }, name) => `a write of ${name(process ?? 0)} fails`,
  initial: () => ({}),
  inject(options, { decisions, world, counter }) {
    const site = decisions.site('write-error', 'process', 'fault');
    const counted = counter('writeErrors');
    const left = decisions.site('write-error-left', 'process', 'detail');
    return {
      request: {
        write(process, write) {
          if (!decisions.chance(site, process, write.request, options.ppm)) return null;
          counted.n++;
          world.fault({ fault: 'write-error', of: 'disk', process });
          const kept = decisions.choose(left, process, write.request, KEPT) % (write.bytes.length + 1);
          write.bytes = write.bytes.subarray(0, kept);
          return 'io';
        },
      },
    };
  },
});

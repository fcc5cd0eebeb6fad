import * as z from 'zod';
import { ppm, us } from '../chance/units.ts';
import { duration, percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;

const schema = z.strictObject({
  ppm: ppm.describe('share of the requests that stall'),
  durationUs: us.describe('how long a stall takes'),
});

/** Disk requests that take much longer than others. */
export const stall = faultClass({
  name: 'stall',
  noun: 'disk stalls',
  summary: 'single disk requests take much longer than others',
  schema,
  calm: { ppm: 0, durationUs: 0 },
  draw: (s) => ({ ppm: s.logBetween(1_000, 30_000), durationUs: s.logBetween(20 * MS, 500 * MS) }),
  describe: (options) => `${percentOfMillion(options.ppm)} of requests for ${duration(options.durationUs)}`,
  sites: { stall: ['process', 'fault'] },
  counts: { diskStalls: ['disk stall', 'disk stalls'] },
  tell: ({ process, durationUs }, name) =>
    `a disk request of ${name(process ?? 0)} stalls for ${duration(Number(durationUs))}`,
  initial: () => ({}),
  inject(options, { decisions, world, counter }) {
    const site = decisions.site('stall', 'process', 'fault');
    const stalls = counter('diskStalls');
    return {
      request: {
        delay(process, request, delayUs) {
          if (!decisions.chance(site, process, request, options.ppm)) return delayUs;
          stalls.n++;
          world.fault({ fault: 'stall', of: 'disk', process, durationUs: options.durationUs });
          return delayUs + options.durationUs;
        },
      },
    };
  },
});

import * as z from 'zod';
import { ppm } from '../chance/units.ts';
import { NOWHERE } from '../disk/disk-file.ts';
import { percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

/** Disk writes are acknowledged and never stored, as far as a correct protocol survives it. */
export const lostWrite = faultClass({
  name: 'lost-write',
  noun: 'lost writes',
  summary: 'disk writes are acknowledged and never stored, as far as a correct protocol survives it',
  schema: z.strictObject({ ppm: ppm.describe('share of writes that are lost') }),
  calm: { ppm: 0 },
  sharePercent: 60,
  draw: (s) => ({ ppm: s.logBetween(100, 5_000) }),
  describe: (options) => percentOfMillion(options.ppm),
  sites: { 'lost-write': ['process', 'fault'] },
  counts: { writesLost: ['write lost', 'writes lost'] },
  tell: ({ process, file }, name) => `a write of ${name(process ?? 0)} to ${String(file)} is lost`,
  initial: () => ({}),
  inject(options, { decisions, world, counter, disks }) {
    const site = decisions.site('lost-write', 'process', 'fault');
    const counted = counter('writesLost');
    return {
      request: {
        write(process, write, file) {
          if (!disks.atlas.allows(process, file.name)) return null;
          if (!decisions.chance(site, process, write.request, options.ppm)) return null;
          counted.n++;
          world.fault({ fault: 'lost-write', of: 'disk', process, file: file.name });
          write.landing = NOWHERE;
          disks.hurt(process, file.name);
          return null;
        },
      },
    };
  },
});

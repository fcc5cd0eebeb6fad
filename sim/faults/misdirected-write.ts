import * as z from 'zod';
import { SECTOR_BYTES } from '../../src/process/disk.ts';
import { ppm } from '../chance/units.ts';
import { endOf, NOWHERE } from '../disk/disk-file.ts';
import { percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

/** The sector is drawn below this, then taken modulo the size: the draw must not depend on the size of the file. */
const SECTORS = 2 ** 20;

/** Disk writes are stored at another sector of their file, as far as a correct protocol survives it. */
export const misdirectedWrite = faultClass({
  name: 'misdirected-write',
  noun: 'misdirected writes',
  summary: 'disk writes are stored at another sector of their file, as far as a correct protocol survives it',
  schema: z.strictObject({ ppm: ppm.describe('share of writes that are misdirected') }),
  calm: { ppm: 0 },
  sharePercent: 60,
  draw: (s) => ({ ppm: s.logBetween(100, 5_000) }),
  describe: (options) => percentOfMillion(options.ppm),
  sites: { 'misdirected-write': ['process', 'fault'], 'misdirected-to': ['process', 'detail'] },
  counts: { writesMisdirected: ['write misdirected', 'writes misdirected'] },
  tell: ({ process, file }, name) =>
    `a write of ${name(process ?? 0)} to ${String(file)} lands at another sector`,
  initial: () => ({}),
  inject(options, { decisions, world, counter, disks }) {
    const site = decisions.site('misdirected-write', 'process', 'fault');
    const counted = counter('writesMisdirected');
    const to = decisions.site('misdirected-to', 'process', 'detail');
    return {
      request: {
        write(process, write, file) {
          if (write.landing === NOWHERE || !disks.atlas.allows(process, file.name)) return null;
          if (!decisions.chance(site, process, write.request, options.ppm)) return null;
          counted.n++;
          world.fault({ fault: 'misdirected-write', of: 'disk', process, file: file.name });
          const sectors = Math.floor(endOf(file) / SECTOR_BYTES) + 1;
          const sector = decisions.choose(to, process, write.request, SECTORS) % sectors;
          const landing = sector * SECTOR_BYTES + (write.offset % SECTOR_BYTES);
          write.landing = landing === write.offset ? NOWHERE : landing;
          disks.hurt(process, file.name);
          return null;
        },
      },
    };
  },
});

import * as z from 'zod';
import { SECTOR_BYTES } from '../../src/process/disk.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import { everyUs } from '../chance/units.ts';
import { duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;
/** Positions are drawn below this, then taken modulo what there is: a draw must not depend on the size of a file. */
const PLACES = 2 ** 20;
/** One of this many sectors that rot is among the newest, where protocols are easily wrong. */
const NEWEST_OF = 4;

const schema = z.strictObject({
  everyUs: everyUs.describe('mean time between two sectors of a replica that go bad'),
});

/** Sectors that go bad and stay so until they are written again, as far as a correct protocol survives it. */
export const rot = faultClass<'rot', z.infer<typeof schema>, { counts: number[] }>({
  name: 'rot',
  noun: 'rotten sectors',
  summary: 'a sector of a disk goes bad and stays so until it is written again',
  schema,
  calm: { everyUs: 3_600_000_000 },
  sharePercent: 60,
  draw: (s) => ({ everyUs: s.logBetween(200 * MS, 10_000 * MS) }),
  describe: (options) => `every ${duration(options.everyUs)}`,
  sites: {
    rot: ['process', 'fault'],
    'rot-gap': ['process', 'pace'],
    'rot-file': ['process', 'detail'],
    'rot-newest': ['process', 'detail'],
    'rot-sector': ['process', 'detail'],
    'rot-bits': ['process', 'detail'],
  },
  counts: { sectorsRotten: ['rotten sector', 'rotten sectors'] },
  tell: ({ process, file, sector }, name) =>
    `sector ${String(sector)} of ${String(file)} of ${name(process ?? 0)} goes bad`,
  initial: () => ({ counts: [] }),
  inject(options, port, state) {
    const { decisions, disks, world } = port;
    const strikes = decisions.site('rot', 'process', 'fault');
    const gap = decisions.site('rot-gap', 'process', 'pace');
    const which = decisions.site('rot-file', 'process', 'detail');
    const newest = decisions.site('rot-newest', 'process', 'detail');
    const place = decisions.site('rot-sector', 'process', 'detail');
    const mask = decisions.site('rot-bits', 'process', 'detail');
    const next = (replica: number): void => {
      const gapUs = decisions.interval(gap, replica, state.counts[replica] ?? 0, options.everyUs);
      port.after(gapUs, 'rot', replica);
    };
    const strike = (replica: ProcessId, index: number): void => {
      const files = disks.corruptible(replica).filter(({ name }) => disks.atlas.allows(replica, name));
      const file = files[decisions.choose(which, replica, index, PLACES) % Math.max(1, files.length)];
      if (file === undefined) return;
      const { sizeBytes } = file;
      const sectors = Math.ceil(sizeBytes / SECTOR_BYTES);
      const drawn = decisions.choose(place, replica, index, PLACES);
      const isNew = decisions.choose(newest, replica, index, NEWEST_OF) === 0;
      const sector = isNew ? Math.max(0, sectors - 1 - (drawn & 1)) : drawn % sectors;
      const at = sector * SECTOR_BYTES;
      const end = Math.min(at + SECTOR_BYTES, sizeBytes);
      const flipped = 1 + decisions.choose(mask, replica, index, 127);
      world.absorb(file.corrupt(at, end, flipped));
      port.counter('sectorsRotten').n++;
      world.fault({ fault: 'rot', of: 'disk', process: replica, file: file.name, sector });
      disks.hurt(replica, file.name);
    };
    return {
      begin() {
        for (let replica = 0; replica < world.replicas; replica++) next(replica);
      },
      due(replica) {
        if (port.isCalm()) return;
        const index = (state.counts[replica] ?? 0) + 1;
        state.counts[replica] = index;
        if (decisions.happens(strikes, replica, index)) strike(processId(replica), index);
        next(replica);
      },
    };
  },
});

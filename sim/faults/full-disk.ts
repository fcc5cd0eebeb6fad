import * as z from 'zod';
import { processId } from '../../src/process/ids.ts';
import { everyUs, us } from '../chance/units.ts';
import { endOf } from '../disk/disk-file.ts';
import { duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;

const schema = z.strictObject({
  everyUs: everyUs.describe('mean time between two spells in which a disk is full'),
  durationUs: us.describe('mean duration of one'),
});

/** Disks on which no file can grow for a while. */
export const fullDisk = faultClass<'full-disk', z.infer<typeof schema>, { counts: number[] }>({
  name: 'full-disk',
  noun: 'full disks',
  summary: 'for a while no file of a replica can grow',
  schema,
  calm: { everyUs: 3_600_000_000, durationUs: 0 },
  sharePercent: 60,
  draw: (s) => ({ everyUs: s.logBetween(200 * MS, 5000 * MS), durationUs: s.logBetween(10 * MS, 500 * MS) }),
  describe: (options) => `every ${duration(options.everyUs)} for ${duration(options.durationUs)}`,
  sites: { full: ['process', 'fault'], 'full-gap': ['process', 'pace'], 'full-length': ['process', 'pace'] },
  counts: { writesWithoutSpace: ['write without space', 'writes without space'] },
  tell: ({ process, durationUs }, name) =>
    `the disk of ${name(process ?? 0)} is full for ${duration(Number(durationUs))}`,
  initial: () => ({ counts: [] }),
  inject(options, port, state) {
    const { decisions, disks, world, counter } = port;
    const strikes = decisions.site('full', 'process', 'fault');
    const gap = decisions.site('full-gap', 'process', 'pace');
    const length = decisions.site('full-length', 'process', 'pace');
    const refused = counter('writesWithoutSpace');
    const next = (replica: number): void => {
      const gapUs = decisions.interval(gap, replica, state.counts[replica] ?? 0, options.everyUs);
      port.after(gapUs, 'full-disk', replica);
    };
    return {
      begin() {
        for (let replica = 0; replica < world.replicas; replica++) next(replica);
      },
      due(replica) {
        if (port.isCalm()) return;
        const index = (state.counts[replica] ?? 0) + 1;
        state.counts[replica] = index;
        if (decisions.happens(strikes, replica, index)) {
          const durationUs = decisions.interval(length, replica, index, options.durationUs);
          disks.fill(processId(replica), world.nowUs + durationUs);
          world.fault({ fault: 'full-disk', of: 'disk', process: replica, durationUs });
        }
        next(replica);
      },
      request: {
        write(process, { offset, bytes }, file) {
          if (!disks.isFull(process) || offset + bytes.length <= endOf(file)) return null;
          refused.n++;
          return 'full';
        },
      },
    };
  },
});

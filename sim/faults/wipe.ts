import * as z from 'zod';
import { processId } from '../../src/process/ids.ts';
import { everyUs } from '../chance/units.ts';
import { duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;

const schema = z.strictObject({ everyUs: everyUs.describe('mean time between two lost disks of a replica') });

/** Disks that are replaced by blank ones, as far as a correct protocol survives it. */
export const wipe = faultClass<'wipe', z.infer<typeof schema>, { counts: number[] }>({
  name: 'wipe',
  noun: 'lost disks',
  summary: 'the disk of a replica is replaced by a blank one',
  schema,
  calm: { everyUs: 3_600_000_000 },
  sharePercent: 60,
  draw: (s) => ({ everyUs: s.logBetween(500 * MS, 10_000 * MS) }),
  describe: (options) => `every ${duration(options.everyUs)}`,
  sites: { wipe: ['process', 'fault'], 'wipe-gap': ['process', 'pace'] },
  counts: { disksWiped: ['disk lost', 'disks lost'] },
  tell: ({ process }, name) => `the disk of ${name(process ?? 0)} is replaced by a blank one`,
  initial: () => ({ counts: [] }),
  inject(options, port, state) {
    const { decisions, disks, world } = port;
    const strikes = decisions.site('wipe', 'process', 'fault');
    const gap = decisions.site('wipe-gap', 'process', 'pace');
    const next = (replica: number): void => {
      const gapUs = decisions.interval(gap, replica, state.counts[replica] ?? 0, options.everyUs);
      port.after(gapUs, 'wipe', replica);
    };
    const strike = (replica: number, index: number): void => {
      const process = processId(replica);
      if (!disks.atlas.allows(process, null) || !decisions.happens(strikes, replica, index)) return;
      if (world.isUp(process)) {
        port.counter('crashes').n++;
        world.crash(process);
      }
      port.counter('disksWiped').n++;
      world.fault({ fault: 'wipe', of: 'disk', process: replica });
      disks.wipe(process);
    };
    return {
      begin() {
        for (let replica = 0; replica < world.replicas; replica++) next(replica);
      },
      due(replica) {
        if (port.isCalm()) return;
        const index = (state.counts[replica] ?? 0) + 1;
        state.counts[replica] = index;
        strike(replica, index);
        next(replica);
      },
    };
  },
});

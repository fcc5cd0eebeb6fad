import * as z from 'zod';
import { processId } from '../../src/process/ids.ts';
import { everyUs, us } from '../chance/units.ts';
import { duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;

const schema = z.strictObject({
  everyUs: everyUs.describe('mean time between two pauses of a replica'),
  durationUs: us.describe('mean duration of one'),
});

/** Replicas that stand still for a while (a long collection, a migrated machine) and then see everything at once. */
export const pause = faultClass<'pause', z.infer<typeof schema>, { counts: number[] }>({
  name: 'pause',
  noun: 'pauses',
  summary: 'replicas stand still for a while and then see everything at once',
  schema,
  calm: { everyUs: 3_600_000_000, durationUs: 0 },
  draw: (s) => ({ everyUs: s.logBetween(200 * MS, 4000 * MS), durationUs: s.logBetween(10 * MS, 800 * MS) }),
  describe: (options) => `every ${duration(options.everyUs)} for ${duration(options.durationUs)}`,
  sites: {
    pause: ['process', 'fault'],
    'pause-gap': ['process', 'pace'],
    'pause-length': ['process', 'pace'],
  },
  counts: { pauses: ['pause', 'pauses'] },
  tell: ({ process, durationUs }, name) => `${name(process ?? 0)} pauses for ${duration(Number(durationUs))}`,
  initial: () => ({ counts: [] }),
  inject(options, port, state) {
    const { decisions, world } = port;
    const strikes = decisions.site('pause', 'process', 'fault');
    const gap = decisions.site('pause-gap', 'process', 'pace');
    const length = decisions.site('pause-length', 'process', 'pace');
    const next = (replica: number): void => {
      const gapUs = decisions.interval(gap, replica, state.counts[replica] ?? 0, options.everyUs);
      port.after(gapUs, 'pause', replica);
    };
    return {
      begin() {
        for (let replica = 0; replica < world.replicas; replica++) next(replica);
      },
      due(replica) {
        if (port.isCalm()) return;
        const index = (state.counts[replica] ?? 0) + 1;
        state.counts[replica] = index;
        if (world.isUp(processId(replica)) && decisions.happens(strikes, replica, index)) {
          const durationUs = decisions.interval(length, replica, index, options.durationUs);
          port.counter('pauses').n++;
          world.pause(processId(replica), world.nowUs + durationUs);
          world.fault({ fault: 'pause', process: replica, durationUs });
        }
        next(replica);
      },
      heal() {
        for (let replica = 0; replica < world.replicas; replica++) world.pause(processId(replica), 0);
      },
    };
  },
});

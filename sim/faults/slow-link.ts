import * as z from 'zod';
import { everyUs, us } from '../chance/units.ts';
import { duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;

const schema = z.strictObject({
  everyUs: everyUs.describe('mean time between two slow spells of a process'),
  durationUs: us.describe('mean duration of one'),
  delayMeanUs: us.describe('mean delay of its messages meanwhile, in both directions'),
});

/** Links that become many times slower for a while: time-outs that were made for the usual delays no longer fit. */
export const slowLink = faultClass<
  'slow-link',
  z.infer<typeof schema>,
  { counts: number[]; untilUs: number[] }
>({
  name: 'slow-link',
  noun: 'slow links',
  summary: 'all links of a process become 10 to 1,000 times slower for a while',
  schema,
  calm: { everyUs: 3_600_000_000, durationUs: 0, delayMeanUs: 0 },
  sharePercent: 50,
  draw: (s, { network }) => ({
    everyUs: s.logBetween(200 * MS, 4000 * MS),
    durationUs: s.logBetween(50 * MS, 3000 * MS),
    delayMeanUs: Math.min(3000 * MS, network.delayMeanUs * s.logBetween(10, 1000)),
  }),
  describe: (options) =>
    `every ${duration(options.everyUs)} for ${duration(options.durationUs)}, ${duration(options.delayMeanUs)} on average`,
  sites: {
    'slow-link': ['process', 'fault'],
    'slow-link-gap': ['process', 'pace'],
    'slow-link-length': ['process', 'pace'],
    'slow-link-delay': ['link', 'detail'],
  },
  counts: { slowSpells: ['slow spell', 'slow spells'], slowMessages: ['slow message', 'slow messages'] },
  tell: ({ process, durationUs }, name) =>
    `the links of ${name(process ?? 0)} are slow for ${duration(Number(durationUs))}`,
  initial: () => ({ counts: [], untilUs: [] }),
  inject(options, port, state) {
    const { decisions, network, world } = port;
    const strikes = decisions.site('slow-link', 'process', 'fault');
    const gap = decisions.site('slow-link-gap', 'process', 'pace');
    const length = decisions.site('slow-link-length', 'process', 'pace');
    const delay = decisions.site('slow-link-delay', 'link', 'detail');
    const slowMessages = port.counter('slowMessages');
    const next = (process: number): void => {
      const gapUs = decisions.interval(gap, process, state.counts[process] ?? 0, options.everyUs);
      port.after(gapUs, 'slow-link', process);
    };
    const isSlow = (process: number): boolean => (state.untilUs[process] ?? 0) > world.nowUs;
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
          port.counter('slowSpells').n++;
          state.untilUs[replica] = world.nowUs + durationUs;
          world.fault({ fault: 'slow-link', process: replica, durationUs });
        }
        next(replica);
      },
      message(departure) {
        const { from, to, entity, index } = departure;
        if (!isSlow(from) && !isSlow(to)) return false;
        slowMessages.n++;
        network.copy(departure, decisions.delay(delay, entity, index, 'exponential', options.delayMeanUs));
        return true;
      },
    };
  },
});

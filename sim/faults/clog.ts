import * as z from 'zod';
import { everyUs, us } from '../chance/units.ts';
import { duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;

const schema = z.strictObject({
  everyUs: everyUs.describe('mean time between two clogs'),
  durationUs: us.describe('mean duration of one'),
  swizzle: z.boolean().describe('whether half of the processes are clogged one by one'),
});

/**
 * Links that hold messages back and release them together. Swizzled, after FoundationDB: a random half of the processes
 * is clogged one by one and released in another order.
 */
export const clog = faultClass<'clog', z.infer<typeof schema>, { count: number }>({
  name: 'clog',
  noun: 'clogs',
  summary: 'links hold messages back for a while and release them together',
  schema,
  calm: { everyUs: 3_600_000_000, durationUs: 0, swizzle: false },
  draw: (s) => ({
    everyUs: s.logBetween(20 * MS, 1000 * MS),
    durationUs: s.logBetween(10 * MS, 500 * MS),
    swizzle: s.percent(40),
  }),
  describe: (options) =>
    `every ${duration(options.everyUs)} for ${duration(options.durationUs)}${options.swizzle ? ' · swizzled' : ''}`,
  lessen: (options) => (options.swizzle ? [{ ...options, swizzle: false }] : []),
  sites: {
    clog: ['run', 'fault'],
    'clog-from': ['run', 'detail'],
    'clog-to': ['run', 'detail'],
    'clog-length': ['run', 'pace'],
    'clog-gap': ['run', 'pace'],
    swizzle: ['process', 'detail'],
    'swizzle-start': ['process', 'pace'],
    'swizzle-length': ['process', 'pace'],
  },
  counts: { clogs: ['clog', 'clogs'], clogged: ['message held back', 'messages held back'] },
  tell: ({ from, to, process }, name) =>
    process === undefined
      ? `the link ${String(from)}>${String(to)} is clogged`
      : `all links of ${name(process)} are clogged`,
  initial: () => ({ count: 0 }),
  inject(options, port, state) {
    const { decisions, network, world } = port;
    const strikes = decisions.site('clog', 'run', 'fault');
    const gap = decisions.site('clog-gap', 'run', 'pace');
    const next = (): void => port.after(decisions.interval(gap, 0, state.count, options.everyUs), 'clog', 0);
    const clogLink = (index: number): void => {
      const from = decisions.choose(decisions.site('clog-from', 'run', 'detail'), 0, index, world.processes);
      const to = decisions.choose(decisions.site('clog-to', 'run', 'detail'), 0, index, world.processes);
      const length = decisions.site('clog-length', 'run', 'pace');
      network.clog(from, to, world.nowUs + decisions.interval(length, 0, index, options.durationUs));
      world.fault({ fault: 'clog', from, to });
    };
    const swizzle = (index: number): void => {
      const site = decisions.site('swizzle', 'process', 'detail');
      const start = decisions.site('swizzle-start', 'process', 'pace');
      for (let process = 0; process < world.processes; process++) {
        if (decisions.choose(site, process, index, 2) === 1)
          port.after(decisions.choose(start, process, index, options.durationUs + 1), 'clog', 1 + process);
      }
    };
    const clogProcess = (process: number): void => {
      const length = decisions.site('swizzle-length', 'process', 'pace');
      const untilUs = world.nowUs + decisions.interval(length, process, state.count, options.durationUs);
      for (let other = 0; other < world.processes; other++) {
        if (other === process) continue;
        network.clog(process, other, untilUs);
        network.clog(other, process, untilUs);
      }
      world.fault({ fault: 'clog', process });
    };
    return {
      begin: next,
      due(code) {
        if (port.isCalm()) return; // the network forgets all clogs when it is becalmed
        if (code > 0) {
          clogProcess(code - 1);
          return;
        }
        const index = ++state.count;
        if (decisions.happens(strikes, 0, index)) {
          port.counter('clogs').n++;
          if (options.swizzle) swizzle(index);
          else clogLink(index);
        }
        next();
      },
    };
  },
});

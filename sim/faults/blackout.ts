import * as z from 'zod';
import { processId } from '../../src/process/ids.ts';
import { everyUs } from '../chance/units.ts';
import { duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;

const schema = z.strictObject({ everyUs: everyUs.describe('mean time between two blackouts') });

/** Crashes of all replicas at once, as when a rack loses power. */
export const blackout = faultClass<'blackout', z.infer<typeof schema>, { count: number }>({
  name: 'blackout',
  noun: 'blackouts',
  summary: 'all replicas crash at the same time',
  schema,
  calm: { everyUs: 3_600_000_000 },
  draw: (s) => ({ everyUs: s.logBetween(200 * MS, 4000 * MS) }),
  describe: (options) => `every ${duration(options.everyUs)}`,
  sites: { blackout: ['run', 'fault'], 'blackout-gap': ['run', 'pace'] },
  counts: { blackouts: ['blackout', 'blackouts'] },
  tell: () => 'a blackout: all replicas crash',
  initial: () => ({ count: 0 }),
  inject(options, port, state) {
    const { decisions, world } = port;
    const strikes = decisions.site('blackout', 'run', 'fault');
    const gap = decisions.site('blackout-gap', 'run', 'pace');
    const next = (): void =>
      port.after(decisions.interval(gap, 0, state.count, options.everyUs), 'blackout', 0);
    return {
      begin: next,
      due() {
        if (port.isCalm()) return;
        const index = ++state.count;
        if (decisions.happens(strikes, 0, index)) {
          port.counter('blackouts').n++;
          world.fault({ fault: 'blackout' });
          for (let replica = 0; replica < world.replicas; replica++) port.crash(processId(replica));
        }
        next();
      },
    };
  },
});

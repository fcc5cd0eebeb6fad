import * as z from 'zod';
import { int, us } from '../chance/units.ts';
import { duration, percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;
const SECOND = 1_000_000;

const schema = z.strictObject({
  offsetMaxUs: us.describe('how far a wall clock is off at most'),
  driftMaxPpm: int(0, 100_000).describe('how much a clock is too fast or too slow at most'),
  jumpEveryUs: us.describe('mean time between two jumps of a wall clock; 0: never'),
  jumpMaxUs: us.describe('how far it jumps at most'),
});

type Options = z.infer<typeof schema>;

/** Clocks that drift, wall clocks that are off and are set, forwards or back. Monotonic clocks never jump. */
export const clock = faultClass<'clock', Options, { counts: number[] }>({
  name: 'clock',
  noun: 'wrong clocks',
  summary: 'clocks drift; wall clocks are off and jump',
  schema,
  calm: { offsetMaxUs: 0, driftMaxPpm: 0, jumpEveryUs: 0, jumpMaxUs: 0 },
  draw: (s) => ({
    offsetMaxUs: s.logBetween(1 * MS, 3600 * SECOND),
    driftMaxPpm: s.logBetween(10, 50_000),
    jumpEveryUs: s.logBetween(100 * MS, 2 * SECOND),
    jumpMaxUs: s.logBetween(1 * MS, 3600 * SECOND),
  }),
  describe: (options) => {
    const texts: string[] = [];
    if (options.offsetMaxUs > 0) texts.push(`off by up to ${duration(options.offsetMaxUs)}`);
    if (options.driftMaxPpm > 0) texts.push(`drift up to ${percentOfMillion(options.driftMaxPpm)}`);
    if (options.jumpEveryUs > 0)
      texts.push(`jump every ${duration(options.jumpEveryUs)} by up to ${duration(options.jumpMaxUs)}`);
    return texts.join(' · ');
  },
  lessen: (options) => [
    ...(options.jumpEveryUs > 0 ? [{ ...options, jumpEveryUs: 0, jumpMaxUs: 0 }] : []),
    ...(options.offsetMaxUs > 0 ? [{ ...options, offsetMaxUs: 0 }] : []),
    ...(options.driftMaxPpm > 0 ? [{ ...options, driftMaxPpm: 0 }] : []),
  ],
  sites: {
    drift: ['process', 'detail'],
    offset: ['process', 'detail'],
    'clock-jump': ['process', 'fault'],
    'clock-jump-gap': ['process', 'pace'],
  },
  counts: { clockJumps: ['clock jump', 'clock jumps'] },
  tell: ({ process, byUs }, name) =>
    `the wall clock of ${name(process ?? 0)} jumps ${Number(byUs) < 0 ? 'back' : 'forward'} by ${duration(Math.abs(Number(byUs)))}`,
  initial: () => ({ counts: [] }),
  inject(options, port, state) {
    const { decisions, world, clocks } = port;
    const drift = decisions.site('drift', 'process', 'detail');
    const offset = decisions.site('offset', 'process', 'detail');
    const jump = decisions.site('clock-jump', 'process', 'fault');
    const gap = decisions.site('clock-jump-gap', 'process', 'pace');
    const next = (process: number): void => {
      const gapUs = decisions.interval(gap, process, state.counts[process] ?? 0, options.jumpEveryUs);
      port.after(gapUs, 'clock', process);
    };
    return {
      begin() {
        for (let process = 0; process < world.processes; process++) {
          clocks.setDrift(process, decisions.signed(drift, process, 0, options.driftMaxPpm));
          clocks.jump(process, decisions.signed(offset, process, 0, options.offsetMaxUs));
          if (options.jumpEveryUs > 0) next(process);
        }
      },
      due(process) {
        if (port.isCalm()) return;
        const index = (state.counts[process] ?? 0) + 1;
        state.counts[process] = index;
        const byUs = decisions.signed(jump, process, index, options.jumpMaxUs);
        if (byUs !== 0) {
          port.counter('clockJumps').n++;
          clocks.jump(process, byUs);
          world.fault({ fault: 'clock', process, byUs });
        }
        next(process);
      },
    };
  },
});

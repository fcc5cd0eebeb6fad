import * as z from 'zod';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import { everyUs, int, ppm } from '../chance/units.ts';
import { duration, percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;
const CRASH = 0;
/** A crash that waited for the middle of a handler in vain. */
const OVERDUE = 1;
const CODES = 2;
/** How long a crash waits for the middle of a handler. */
const ARMED_US = 20_000;
/** A crash amid a handler comes before one of this many effects. */
const EFFECTS = 4;

const schema = z.strictObject({
  everyUs: everyUs.describe('mean time between two crashes of a replica'),
  midHandlerPpm: ppm.describe('share of the crashes that come between two effects of a handler'),
  downMax: int(0, 100).describe('replicas that may be down together'),
});

/** Crashes of replicas, each on a schedule of its own. */
export const crash = faultClass<'crash', z.infer<typeof schema>, { counts: number[] }>({
  name: 'crash',
  noun: 'crashes',
  summary: 'replicas crash, at any step and between two effects of a handler, and are started again',
  schema,
  calm: { everyUs: 3_600_000_000, midHandlerPpm: 0, downMax: 100 },
  draw: (s, { replicas }) => ({
    everyUs: s.logBetween(100 * MS, 4000 * MS),
    midHandlerPpm: s.pick([0, 200_000, 700_000]),
    downMax: s.pick([1, replicas, Math.ceil(replicas / 2)]),
  }),
  describe: (options) =>
    [
      `every ${duration(options.everyUs)}, at most ${options.downMax} down together`,
      ...(options.midHandlerPpm > 0 ? [`${percentOfMillion(options.midHandlerPpm)} amid a handler`] : []),
    ].join(' · '),
  lessen: (options) => [
    ...(options.midHandlerPpm > 0 ? [{ ...options, midHandlerPpm: 0 }] : []),
    ...(options.downMax > 1 ? [{ ...options, downMax: 1 }] : []),
  ],
  sites: {
    crash: ['process', 'fault'],
    'crash-gap': ['process', 'pace'],
    'mid-handler': ['process', 'detail'],
    'mid-handler-effect': ['process', 'detail'],
  },
  counts: {
    crashes: ['crash', 'crashes'],
    midHandlerCrashes: ['crash amid a handler', 'crashes amid a handler'],
  },
  initial: () => ({ counts: [] }),
  inject(options, port, state) {
    const { decisions, world } = port;
    const strikes = decisions.site('crash', 'process', 'fault');
    const gap = decisions.site('crash-gap', 'process', 'pace');
    const amid = decisions.site('mid-handler', 'process', 'detail');
    const effect = decisions.site('mid-handler-effect', 'process', 'detail');
    const next = (replica: number): void => {
      const gapUs = decisions.interval(gap, replica, state.counts[replica] ?? 0, options.everyUs);
      port.after(gapUs, 'crash', replica * CODES + CRASH);
    };
    const due = (replica: ProcessId): void => {
      const index = (state.counts[replica] ?? 0) + 1;
      state.counts[replica] = index;
      if (!world.isUp(replica) || replicasDown() >= options.downMax) return;
      if (!decisions.happens(strikes, replica, index)) return;
      if (decisions.chance(amid, replica, index, options.midHandlerPpm)) {
        port.armCrash(replica, 1 + decisions.choose(effect, replica, index, EFFECTS));
        port.after(ARMED_US, 'crash', replica * CODES + OVERDUE);
        return;
      }
      port.crash(replica);
    };
    const replicasDown = (): number => {
      let down = 0;
      for (let replica = 0; replica < world.replicas; replica++) if (!world.isUp(processId(replica))) down++;
      return down;
    };
    return {
      begin() {
        for (let replica = 0; replica < world.replicas; replica++) next(replica);
      },
      due(code) {
        const replica = processId(Math.floor(code / CODES));
        if (code % CODES === OVERDUE) {
          if (port.disarm(replica) && !port.isCalm()) port.crash(replica);
          return;
        }
        if (port.isCalm()) return;
        due(replica);
        next(replica);
      },
    };
  },
});

import * as z from 'zod';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import { everyUs, ppm } from '../chance/units.ts';
import { EARLIER, LATEST } from '../kernel/resident.ts';
import { duration, percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;
const ALL_PPM = 1_000_000;

const schema = z.strictObject({
  everyUs: everyUs.describe('mean time between two changes of version'),
  rollbackPpm: ppm.describe('share of the changes that go back to the earlier version'),
  clientsPpm: ppm.describe('share of the clients that run the earlier version'),
});

/**
 * Two versions of the code in one run: all replicas begin with the earlier one and are stopped and started with the other, one
 * after the other, over the same disks and with the same messages; some go back. The run ends with the versions that there are by
 * then: a group must work while it is mixed.
 */
export const upgrade = faultClass<'upgrade', z.infer<typeof schema>, { count: number }>({
  name: 'upgrade',
  noun: 'upgrades',
  summary: 'replicas of an earlier version are upgraded one after the other, and rolled back',
  schema,
  calm: { everyUs: 3_600_000_000, rollbackPpm: 0, clientsPpm: 0 },
  besidesPercent: 50,
  draw: (s, { earlier }) =>
    earlier === true
      ? {
          everyUs: s.logBetween(20 * MS, 1000 * MS),
          rollbackPpm: s.pick([0, 200_000, 500_000]),
          clientsPpm: s.pick([0, 500_000, ALL_PPM]),
        }
      : undefined,
  describe: ({ everyUs: meanUs, rollbackPpm, clientsPpm }) =>
    [
      `one every ${duration(meanUs)}`,
      ...(rollbackPpm > 0 ? [`${percentOfMillion(rollbackPpm)} of them back`] : []),
      ...(clientsPpm > 0 ? [`${percentOfMillion(clientsPpm)} of the clients with the earlier version`] : []),
    ].join(' · '),
  lessen: (options) => [
    ...(options.rollbackPpm > 0 ? [{ ...options, rollbackPpm: 0 }] : []),
    ...(options.clientsPpm > 0 ? [{ ...options, clientsPpm: 0 }] : []),
  ],
  sites: {
    upgrade: ['run', 'fault'],
    'upgrade-of': ['run', 'detail'],
    'upgrade-back': ['run', 'detail'],
    'upgrade-gap': ['run', 'pace'],
    'earlier-client': ['process', 'detail'],
  },
  counts: {
    upgrades: ['upgrade', 'upgrades'],
    rollbacks: ['rollback', 'rollbacks'],
  },
  tell: ({ process, what }, name) =>
    `${name(process ?? 0)} ${what === 'back' ? 'is rolled back to the earlier version' : 'is upgraded'}`,
  initial: () => ({ count: 0 }),
  inject(options, port, state) {
    const { decisions, world } = port;
    const strikes = decisions.site('upgrade', 'run', 'fault');
    const which = decisions.site('upgrade-of', 'run', 'detail');
    const back = decisions.site('upgrade-back', 'run', 'detail');
    const gap = decisions.site('upgrade-gap', 'run', 'pace');
    const client = decisions.site('earlier-client', 'process', 'detail');
    const next = (): void =>
      port.after(decisions.interval(gap, 0, state.count, options.everyUs), 'upgrade', 0);
    /** First replica, from `first` on, that runs another version. */
    const firstWithout = (version: number, first: number): ProcessId | undefined => {
      for (let i = 0; i < world.replicas; i++) {
        const replica = processId((first + i) % world.replicas);
        if (world.hasEarlier(replica) && world.version(replica) !== version) return replica;
      }
      return undefined;
    };
    const change = (index: number): void => {
      const to = decisions.chance(back, 0, index, options.rollbackPpm) ? EARLIER : LATEST;
      const replica = firstWithout(to, decisions.choose(which, 0, index, world.replicas));
      if (replica === undefined) return;
      port.crash(replica);
      if (world.isUp(replica)) return; // too many may not be down
      port.counter(to === EARLIER ? 'rollbacks' : 'upgrades').n++;
      world.fault({ fault: 'upgrade', what: to === EARLIER ? 'back' : 'on', process: replica });
      world.install(replica, to);
    };
    return {
      begin() {
        for (let i = 0; i < world.processes; i++) {
          const process = processId(i);
          if (!world.hasEarlier(process)) continue;
          if (i < world.replicas || decisions.chance(client, i, 1, options.clientsPpm))
            world.install(process, EARLIER);
        }
        next();
      },
      due() {
        if (port.isCalm()) return;
        const index = ++state.count;
        if (decisions.happens(strikes, 0, index)) change(index);
        next();
      },
    };
  },
});

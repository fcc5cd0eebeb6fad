import * as z from 'zod';
import { ppm } from '../chance/units.ts';
import { percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const schema = z.strictObject({
  ppm: ppm.describe('share of the named points reached at which the replica crashes'),
});

/** Crashes at points that protocols name, each with a small probability. */
export const pointCrash = faultClass<'point-crash', z.infer<typeof schema>, { reached: number[] }>({
  name: 'point-crash',
  noun: 'crashes at named points',
  summary: 'replicas crash at points that the protocol names',
  schema,
  calm: { ppm: 0 },
  draw: (s, { points }) => (points.length === 0 ? undefined : { ppm: s.logBetween(500, 30_000) }),
  describe: (options) => `${percentOfMillion(options.ppm)} of named points`,
  sites: { 'point-crash': ['process', 'fault'] },
  counts: { pointCrashes: ['crash at a named point', 'crashes at named points'] },
  tell: ({ process, point }, name) => `${name(process ?? 0)} is made to crash at ${String(point)}`,
  initial: () => ({ reached: [] }),
  inject(options, port, state) {
    const { decisions, world } = port;
    const site = decisions.site('point-crash', 'process', 'fault');
    return {
      point(process, name) {
        const index = (state.reached[process] ?? 0) + 1;
        state.reached[process] = index;
        if (!decisions.chance(site, process, index, options.ppm) || !port.mayCrash(process)) return false;
        port.counter('crashes').n++;
        port.counter('pointCrashes').n++;
        world.fault({ fault: 'point-crash', process, point: name });
        return true;
      },
    };
  },
});

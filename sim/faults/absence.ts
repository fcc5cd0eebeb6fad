import * as z from 'zod';
import { processId } from '../../src/process/ids.ts';
import { everyUs, us } from '../chance/units.ts';
import { duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;
/** The code of an end, added to the replica that comes back. */
const BACK = 1000;

const schema = z.strictObject({
  everyUs: everyUs.describe('mean time between two absences'),
  durationUs: us.describe('mean duration of one'),
});

/**
 * One replica after the other is cut off for seconds, while the others go on without it: when it comes back, they are many views,
 * checkpoints and epochs ahead.
 */
export const absence = faultClass<'absence', z.infer<typeof schema>, { count: number; away: number | null }>({
  name: 'absence',
  noun: 'absences',
  summary: 'a replica is cut off for seconds while the others go on',
  schema,
  calm: { everyUs: 3_600_000_000, durationUs: 0 },
  sharePercent: 50,
  draw: (s, { replicas }) =>
    replicas < 3
      ? undefined
      : { everyUs: s.logBetween(100 * MS, 2000 * MS), durationUs: s.logBetween(1000 * MS, 8000 * MS) },
  describe: (options) => `every ${duration(options.everyUs)} for ${duration(options.durationUs)}`,
  sites: {
    absence: ['run', 'fault'],
    'absence-of': ['run', 'detail'],
    'absence-gap': ['run', 'pace'],
    'absence-length': ['run', 'pace'],
  },
  counts: { absences: ['absence', 'absences'] },
  tell: ({ what, process, durationUs }, name) =>
    what === 'back'
      ? `${name(process ?? 0)} is reachable again`
      : `${name(process ?? 0)} is cut off for ${duration(Number(durationUs))}`,
  initial: () => ({ count: 0, away: null }),
  inject(options, port, state) {
    const { decisions, network, world } = port;
    const strikes = decisions.site('absence', 'run', 'fault');
    const which = decisions.site('absence-of', 'run', 'detail');
    const gap = decisions.site('absence-gap', 'run', 'pace');
    const length = decisions.site('absence-length', 'run', 'pace');
    const next = (): void =>
      port.after(decisions.interval(gap, 0, state.count, options.everyUs), 'absence', 0);
    const cut = (replica: number, change: 'sever' | 'mend'): void => {
      for (let other = 0; other < world.processes; other++) {
        if (other === replica) continue;
        network[change](replica, other);
        network[change](other, replica);
      }
    };
    const back = (): void => {
      if (state.away === null) return;
      cut(state.away, 'mend');
      world.fault({ fault: 'absence', what: 'back', process: state.away });
      state.away = null;
    };
    return {
      begin: next,
      due(code) {
        if (port.isCalm()) return;
        if (code >= BACK) {
          back();
          next();
          return;
        }
        const index = ++state.count;
        if (!decisions.happens(strikes, 0, index)) {
          next();
          return;
        }
        const replica = processId(decisions.choose(which, 0, index, world.replicas));
        const durationUs = decisions.interval(length, 0, index, options.durationUs);
        port.counter('absences').n++;
        state.away = replica;
        cut(replica, 'sever');
        world.fault({ fault: 'absence', what: 'away', process: replica, durationUs });
        port.after(durationUs, 'absence', BACK + replica);
      },
      heal: back,
    };
  },
});

import * as z from 'zod';
import { ppm, us } from '../chance/units.ts';
import { rateOn } from '../network/message-fault.ts';
import { duration, percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;

/** Messages that arrive very late: after time-outs, view changes and restarts, and only then. */
export const late = faultClass({
  name: 'late',
  noun: 'late messages',
  summary: 'messages arrive seconds late, and no copy of them arrives earlier',
  schema: z.strictObject({
    ppm: ppm.describe('share of messages that are late'),
    lateMaxUs: us.describe('how late those are at most'),
  }),
  calm: { ppm: 0, lateMaxUs: 0 },
  sharePercent: 50,
  draw: (s) => ({ ppm: s.logBetween(1_000, 50_000), lateMaxUs: s.logBetween(100 * MS, 10_000 * MS) }),
  describe: (options) => `${percentOfMillion(options.ppm)} of messages, up to ${duration(options.lateMaxUs)}`,
  sites: { 'late-message': ['link', 'fault'], 'late-by': ['link', 'detail'] },
  counts: { lateMessages: ['message late', 'messages late'] },
  initial: () => ({}),
  inject(options, { decisions, network, counter }) {
    const strikes = decisions.site('late-message', 'link', 'fault');
    const lateBy = decisions.site('late-by', 'link', 'detail');
    const counted = counter('lateMessages');
    return {
      message(departure) {
        const { entity, index } = departure;
        if (!decisions.chance(strikes, entity, index, rateOn(departure, options.ppm))) return false;
        counted.n++;
        network.copy(departure, decisions.choose(lateBy, entity, index, options.lateMaxUs + 1));
        return true;
      },
    };
  },
});

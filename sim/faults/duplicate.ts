import * as z from 'zod';
import { ppm, us } from '../chance/units.ts';
import { rateOn } from '../network/message-fault.ts';
import { duration, percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;

/** Classes after which a process is started again. */
const RESTARTING = ['crash', 'blackout', 'point-crash', 'client-crash', 'wipe'];

/** Messages that arrive twice; some copies arrive much later, also across a restart of the receiver. */
export const duplicate = faultClass({
  name: 'duplicate',
  noun: 'duplicates',
  summary: 'messages arrive twice, some copies much later',
  schema: z.strictObject({
    ppm: ppm.describe('share of messages that are duplicated'),
    extraMeanUs: us.describe('mean extra delay of a copy'),
    latePpm: ppm.describe('share of the copies that are late'),
    lateMaxUs: us.describe('how late those are at most'),
  }),
  calm: { ppm: 0, extraMeanUs: 0, latePpm: 0, lateMaxUs: 0 },
  draw: (s, { network }) => ({
    ppm: s.logBetween(2_000, 200_000),
    extraMeanUs: 2 * network.delayMeanUs,
    latePpm: s.percent(50) ? s.between(100_000, 900_000) : 0,
    lateMaxUs: s.logBetween(100 * MS, 3_000 * MS),
  }),
  describe: (options) =>
    options.latePpm === 0
      ? `${percentOfMillion(options.ppm)} of messages`
      : `${percentOfMillion(options.ppm)} of messages, ${percentOfMillion(options.latePpm)} of the copies up to ${duration(options.lateMaxUs)} late`,
  lessen: (options) => (options.latePpm === 0 ? [] : [{ ...options, latePpm: 0 }]),
  sites: {
    duplicate: ['link', 'fault'],
    late: ['link', 'detail'],
    'copy-delay': ['link', 'detail'],
    'late-delay': ['link', 'detail'],
  },
  counts: {
    duplicated: ['message duplicated', 'messages duplicated'],
    duplicatedLate: ['copy late', 'copies late'],
    duplicatedAcrossRestart: [
      'copy after a restart of its receiver',
      'copies after a restart of their receiver',
      RESTARTING,
    ],
  },
  initial: () => ({}),
  inject(options, { decisions, network, counter }) {
    const site = decisions.site('duplicate', 'link', 'fault');
    const late = decisions.site('late', 'link', 'detail');
    const copyDelay = decisions.site('copy-delay', 'link', 'detail');
    const lateDelay = decisions.site('late-delay', 'link', 'detail');
    const duplicated = counter('duplicated');
    const duplicatedLate = counter('duplicatedLate');
    return {
      message(departure) {
        const { entity, index } = departure;
        if (!decisions.chance(site, entity, index, rateOn(departure, options.ppm))) return false;
        duplicated.n++;
        const isLate = decisions.chance(late, entity, index, options.latePpm);
        if (isLate) duplicatedLate.n++;
        const delayUs = isLate
          ? decisions.choose(lateDelay, entity, index, options.lateMaxUs + 1)
          : decisions.delay(copyDelay, entity, index, 'exponential', options.extraMeanUs);
        network.copy(departure, delayUs);
        return false;
      },
    };
  },
});

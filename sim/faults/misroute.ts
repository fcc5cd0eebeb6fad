import * as z from 'zod';
import { processId } from '../../src/process/ids.ts';
import { ppm } from '../chance/units.ts';
import { rateOn } from '../network/message-fault.ts';
import { percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

/** Messages that arrive at a process they were not meant for. */
export const misroute = faultClass({
  name: 'misroute',
  noun: 'misrouted messages',
  summary: 'messages arrive at another process than the one they were sent to',
  schema: z.strictObject({ ppm: ppm.describe('share of messages that are misrouted') }),
  calm: { ppm: 0 },
  draw: (s) => ({ ppm: s.logBetween(500, 50_000) }),
  describe: (options) => `${percentOfMillion(options.ppm)} of messages`,
  sites: { misroute: ['link', 'fault'], 'misroute-to': ['link', 'detail'] },
  counts: { misrouted: ['message misrouted', 'messages misrouted'] },
  initial: () => ({}),
  inject(options, { decisions, network, world, counter }) {
    const site = decisions.site('misroute', 'link', 'fault');
    const to = decisions.site('misroute-to', 'link', 'detail');
    const misrouted = counter('misrouted');
    return {
      message(departure) {
        const { entity, index, message } = departure;
        if (!decisions.chance(site, entity, index, rateOn(departure, options.ppm))) return false;
        misrouted.n++;
        const other = processId(decisions.choose(to, entity, index, world.processes));
        network.carry(departure, other, network.wrapped(message));
        return true;
      },
    };
  },
});

import * as z from 'zod';
import { ppm } from '../chance/units.ts';
import { rateOn } from '../network/message-fault.ts';
import { percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

/** Messages that are lost. */
export const drop = faultClass({
  name: 'drop',
  noun: 'drops',
  summary: 'messages are lost, independently of each other',
  schema: z.strictObject({ ppm: ppm.describe('share of messages that are lost') }),
  calm: { ppm: 0 },
  draw: (s) => ({ ppm: s.logBetween(1_000, 200_000) }),
  describe: (options) => `${percentOfMillion(options.ppm)} of messages`,
  sites: { drop: ['link', 'fault'] },
  counts: { lost: ['message lost', 'messages lost'] },
  initial: () => ({}),
  inject(options, { decisions, world, counter }) {
    const site = decisions.site('drop', 'link', 'fault');
    const lost = counter('lost');
    return {
      message(departure) {
        const { entity, index, from, to, message, id } = departure;
        if (!decisions.chance(site, entity, index, rateOn(departure, options.ppm))) return false;
        lost.n++;
        world.dropped(from, to, message, id, 'lost');
        return true;
      },
    };
  },
});

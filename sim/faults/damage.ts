import * as z from 'zod';
import { ppm } from '../chance/units.ts';
import { rateOn } from '../network/message-fault.ts';
import { damagedPacket } from '../network/packet.ts';
import { percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

/** Messages of which a bit flips on the way: the receiver finds it by the checksum, and the message is lost. */
export const damage = faultClass({
  name: 'damage',
  noun: 'damaged messages',
  summary: 'a bit of a message flips on the way; its checksum shows it',
  schema: z.strictObject({ ppm: ppm.describe('share of messages that are damaged') }),
  calm: { ppm: 0 },
  draw: (s) => ({ ppm: s.logBetween(500, 50_000) }),
  describe: (options) => `${percentOfMillion(options.ppm)} of messages`,
  sites: { damage: ['link', 'fault'] },
  counts: { damaged: ['message damaged', 'messages damaged'] },
  initial: () => ({}),
  inject(options, { decisions, network }) {
    const site = decisions.site('damage', 'link', 'fault');
    return {
      message(departure) {
        const { entity, index, message, to } = departure;
        if (!decisions.chance(site, entity, index, rateOn(departure, options.ppm))) return false;
        network.carry(departure, to, damagedPacket(message, index)); // whichever bit it is, the checksum shows it
        return true;
      },
    };
  },
});

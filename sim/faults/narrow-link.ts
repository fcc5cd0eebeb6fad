import * as z from 'zod';
import { int } from '../chance/units.ts';
import { faultClass } from './fault-class.ts';

/** Links with a short queue. */
export const narrowLink = faultClass({
  name: 'narrow-link',
  noun: 'narrow links',
  summary: 'a link carries a few messages at a time; one more is lost',
  schema: z.strictObject({ queueMax: int(1, 1_000_000).describe('messages in flight per link') }),
  calm: { queueMax: 1_000_000 },
  draw: (s) => ({ queueMax: s.between(1, 6) }),
  describe: ({ queueMax }) => `at most ${queueMax} in flight per link`,
  sites: {},
  counts: { overflowed: ['message lost to a full queue', 'messages lost to full queues'] },
  initial: () => ({}),
  inject({ queueMax }, { world, counter }) {
    const overflowed = counter('overflowed');
    return {
      message({ inFlight, from, to, message, id }) {
        if (inFlight < queueMax) return false;
        overflowed.n++;
        world.dropped(from, to, message, id, 'overflow');
        return true;
      },
    };
  },
});

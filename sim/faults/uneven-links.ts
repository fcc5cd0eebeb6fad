import * as z from 'zod';
import { LINK_STRIDE } from '../chance/site.ts';
import { faultClass } from './fault-class.ts';

/** Per cent of the rate of faults: half of the links are clean, few are bad. */
const WEIGHTS = [100, 0, 0, 0, 0, 50, 200, 400] as const;

/** Faults of messages strike some links more than others. */
export const unevenLinks = faultClass({
  name: 'uneven-links',
  noun: 'uneven links',
  summary: 'faults of messages strike some links more than others',
  schema: z.strictObject({}),
  calm: {},
  draw: () => ({}),
  describe: () => 'some links are worse than others',
  sites: { 'link-weight': ['link', 'detail'] },
  counts: {},
  initial: () => ({}),
  inject(_, { decisions, network, world }) {
    const site = decisions.site('link-weight', 'link', 'detail');
    return {
      begin() {
        for (let from = 0; from < world.processes; from++) {
          for (let to = 0; to < world.processes; to++) {
            const weight = decisions.choose(site, from * LINK_STRIDE + to, 0, WEIGHTS.length);
            network.weigh(from, to, WEIGHTS[weight] ?? 100);
          }
        }
      },
    };
  },
});

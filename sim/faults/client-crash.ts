import * as z from 'zod';
import { processId } from '../../src/process/ids.ts';
import { everyUs } from '../chance/units.ts';
import { duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

const MS = 1000;

const schema = z.strictObject({ everyUs: everyUs.describe('mean time between two crashes of a client') });

/** Clients that crash and come back, with all that they knew gone. */
export const clientCrash = faultClass<'client-crash', z.infer<typeof schema>, { counts: number[] }>({
  name: 'client-crash',
  noun: 'client crashes',
  summary: 'clients crash amid an operation and are started again',
  schema,
  calm: { everyUs: 3_600_000_000 },
  draw: (s) => ({ everyUs: s.logBetween(200 * MS, 4000 * MS) }),
  describe: (options) => `every ${duration(options.everyUs)}`,
  sites: { 'client-crash': ['process', 'fault'], 'client-crash-gap': ['process', 'pace'] },
  counts: { clientCrashes: ['client crash', 'client crashes'] },
  initial: () => ({ counts: [] }),
  inject(options, port, state) {
    const { decisions, world } = port;
    const strikes = decisions.site('client-crash', 'process', 'fault');
    const gap = decisions.site('client-crash-gap', 'process', 'pace');
    const next = (client: number): void => {
      const gapUs = decisions.interval(gap, client, state.counts[client] ?? 0, options.everyUs);
      port.after(gapUs, 'client-crash', client);
    };
    return {
      begin() {
        for (let client = world.replicas; client < world.processes; client++) next(client);
      },
      due(client) {
        if (port.isCalm()) return;
        const index = (state.counts[client] ?? 0) + 1;
        state.counts[client] = index;
        if (world.isUp(processId(client)) && decisions.happens(strikes, client, index)) {
          port.counter('clientCrashes').n++;
          world.crash(processId(client));
        }
        next(client);
      },
    };
  },
});

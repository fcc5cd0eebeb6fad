import * as z from 'zod';
import { SECTOR_BYTES } from '../../src/process/disk.ts';
import { ppm } from '../chance/units.ts';
import { percentOfMillion } from '../words/units.ts';
import { faultClass } from './fault-class.ts';

/** Classes in which a replica crashes. */
const CRASHING = ['crash', 'blackout', 'point-crash'];

const schema = z.strictObject({
  lostPpm: ppm.describe('share of the unsynced sectors that a crash loses'),
  tornPpm: ppm.describe('share of those that it tears'),
});

/** The fate of what was written and not synced when a process crashes. Without this class all of it survives. */
export const unsynced = faultClass({
  name: 'unsynced',
  noun: 'lost and torn writes',
  summary: 'a crash loses or tears sectors that were not synced',
  schema,
  calm: { lostPpm: 0, tornPpm: 0 },
  sharePercent: 200,
  draw: (s) =>
    s.percent(35)
      ? { lostPpm: 1_000_000, tornPpm: 0 }
      : { lostPpm: s.between(0, 700_000), tornPpm: s.between(100_000, 300_000) },
  describe: ({ lostPpm, tornPpm }) =>
    `${[
      ...(lostPpm > 0 ? [`${percentOfMillion(lostPpm)} lost`] : []),
      ...(tornPpm > 0 ? [`${percentOfMillion(tornPpm)} torn`] : []),
    ].join(', ')} of unsynced sectors`,
  lessen: ({ lostPpm, tornPpm }) => (tornPpm > 0 ? [{ lostPpm, tornPpm: 0 }] : []),
  sites: { tear: ['process', 'detail'], 'torn-bytes': ['process', 'detail'] },
  counts: {
    unsyncedKept: ['unsynced sector kept', 'unsynced sectors kept', CRASHING],
    unsyncedLost: ['unsynced sector lost', 'unsynced sectors lost', CRASHING],
    unsyncedTorn: ['unsynced sector torn', 'unsynced sectors torn', CRASHING],
  },
  tell: ({ process, what }, name) => `an unsynced sector of ${name(process ?? 0)} is ${String(what)}`,
  initial: () => ({}),
  inject({ lostPpm, tornPpm }, { decisions, counter, world }) {
    const fate = decisions.site('tear', 'process', 'detail');
    const missing = decisions.site('torn-bytes', 'process', 'detail');
    const [kept, lost, torn] = [counter('unsyncedKept'), counter('unsyncedLost'), counter('unsyncedTorn')];
    // 0: kept, 1: torn, 2: lost
    const shares = [1_000_000 - lostPpm - tornPpm, tornPpm];
    return {
      request: {
        survivors(process, index, lengthBytes) {
          switch (decisions.classOf(fate, process, index, shares)) {
            case 0:
              kept.n++;
              return lengthBytes;
            case 1:
              torn.n++;
              world.fault({ fault: 'unsynced', of: 'disk', what: 'torn', process });
              return (
                lengthBytes - 1 - (decisions.choose(missing, process, index, SECTOR_BYTES) % lengthBytes)
              );
            default:
              lost.n++;
              world.fault({ fault: 'unsynced', of: 'disk', what: 'lost', process });
              return 0;
          }
        },
      },
    };
  },
});

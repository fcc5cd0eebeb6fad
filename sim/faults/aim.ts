import * as z from 'zod';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import { int, us } from '../chance/units.ts';
import { count, duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';
import { blockedPairs } from './partition-shapes.ts';

const MS = 1000;

const aimSchema = z.strictObject({
  point: z.string().min(1).describe('name of a point, as protocols mark them'),
  hit: int(1, 1_000_000).describe('the n-th time it is reached, over all replicas'),
  fault: z
    .enum(['crash', 'pause', 'isolate', 'wipe'])
    .describe(
      'wipe: a crash after which its disk is replaced by a blank one, if the others can make that good',
    ),
  durationUs: us.describe('how long it lasts'),
});

const schema = z.strictObject({ aims: z.array(aimSchema).min(1).max(16) });

export type Aim = z.infer<typeof aimSchema>;

export interface State {
  /** How often the point of each aim was reached. */
  hits: number[];
  /** Isolations that are on: links cut as pairs, by a number of their own. */
  cuts: Map<number, number[]>;
  count: number;
}

/** Faults aimed at the n-th time that a point is reached which the protocol names. Rates alone do not hit narrow windows. */
export const aim = faultClass<'aim', z.infer<typeof schema>, State>({
  name: 'aim',
  noun: 'aimed faults',
  summary: 'a fault strikes the n-th time that a named point is reached',
  schema,
  calm: { aims: [] },
  draw: (s, { points }) =>
    points.length === 0
      ? undefined
      : {
          aims: Array.from({ length: s.between(1, 4) }, () => ({
            point: s.pick(points),
            hit: s.logBetween(1, 60),
            fault: s.pick(['crash', 'crash', 'crash', 'pause', 'isolate'] as const),
            durationUs: s.logBetween(10 * MS, 800 * MS),
          })),
        },
  describe: ({ aims }) =>
    aims.map(({ point, hit, fault }) => `${fault} at ${point} #${count(hit)}`).join(', '),
  lessen: ({ aims }) =>
    aims.length < 2 ? [] : aims.map((_, i) => ({ aims: aims.filter((__, other) => other !== i) })),
  sites: { aim: ['run', 'fault'] },
  counts: {
    aimedFaults: ['aimed fault', 'aimed faults'],
    isolations: ['aimed isolation', 'aimed isolations'],
  },
  tell: ({ process, what, point, durationUs }, name) => {
    switch (what) {
      case 'pause':
        return `${name(process ?? 0)} pauses for ${duration(Number(durationUs))} at ${String(point)}`;
      case 'isolate':
        return `${name(process ?? 0)} is cut off at ${String(point)}`;
      case 'cut':
        return `${name(process ?? 0)} cannot reach the other replicas, nor they it`;
      case 'joined':
        return 'the cut that was aimed at a point ends';
      default:
        return `${name(process ?? 0)} is made to crash at ${String(point)}`;
    }
  },
  initial: () => ({ hits: [], cuts: new Map(), count: 0 }),
  inject({ aims }, port, state) {
    const { decisions, network, world, disks } = port;
    const site = decisions.site('aim', 'run', 'fault');
    const isolate = (process: ProcessId, durationUs: number): void => {
      if (world.replicas < 2) return;
      const others = Array.from({ length: world.replicas }, (_, i) => i).filter((i) => i !== process);
      const cut = blockedPairs('isolate', [process, ...others], 0);
      for (let i = 0; i < cut.length; i += 2) network.sever(cut[i] as number, cut[i + 1] as number); // pairs
      port.counter('isolations').n++;
      const code = ++state.count;
      state.cuts.set(code, cut);
      port.after(durationUs, 'aim', code);
      world.fault({ fault: 'aim', what: 'cut', process, cut });
    };
    const end = (code: number): void => {
      const cut = state.cuts.get(code) ?? [];
      if (!state.cuts.delete(code)) return;
      for (let i = 0; i < cut.length; i += 2) network.mend(cut[i] as number, cut[i + 1] as number); // pairs
      world.fault({ fault: 'aim', what: 'joined', mended: cut });
    };
    /** True when the process crashes. */
    const strike = ({ fault, durationUs }: Aim, process: ProcessId): boolean => {
      switch (fault) {
        case 'crash':
          return port.mayCrash(process);
        case 'wipe':
          if (!disks.atlas.allows(process, null) || !port.mayCrash(process)) return false;
          disks.loseAtCrash(process);
          return true;
        case 'pause':
          port.counter('pauses').n++;
          world.pause(process, world.nowUs + durationUs);
          return false;
        case 'isolate':
          isolate(process, durationUs);
          return false;
      }
    };
    return {
      point(process, name) {
        let crashes = false;
        for (let i = 0; i < aims.length; i++) {
          const aimed = aims[i];
          if (aimed?.point !== name) continue;
          const hits = (state.hits[i] ?? 0) + 1;
          state.hits[i] = hits;
          if (hits !== aimed.hit || !decisions.happens(site, 0, i)) continue;
          port.counter('aimedFaults').n++;
          world.probe('aimed-fault');
          const { fault, durationUs } = aimed;
          world.fault({ fault: 'aim', what: fault, process, point: name, durationUs });
          crashes = strike(aimed, processId(process)) || crashes;
        }
        if (!crashes) return false;
        port.counter('crashes').n++;
        port.counter('pointCrashes').n++;
        return true;
      },
      due: end,
      heal() {
        for (const code of [...state.cuts.keys()]) end(code);
      },
    };
  },
});

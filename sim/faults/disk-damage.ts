import { processId } from '../../src/process/ids.ts';
import { interval } from '../chance/shapes.ts';
import type { Injector, Sea } from './injector.ts';

interface State {
  /** Events drawn so far, by replica and kind. */
  counts: number[];
}

const KINDS = ['rot', 'wipe', 'full'] as const;

/** Disks that lose something over time: a sector that rots, a disk that is replaced by a blank one; and disks that are full for a while. */
export const diskDamage: Injector<State> = {
  name: 'disk-damage',
  initial: () => ({ counts: [] }),
  begin(state, sea) {
    for (let code = 0; code < sea.world.replicas * KINDS.length; code++) {
      state.counts[code] = 0;
      scheduleNext(state, sea, code);
    }
  },
  fire(state, sea, code) {
    if (sea.calm) return;
    const index = (state.counts[code] ?? 0) + 1;
    state.counts[code] = index;
    strike(sea, code, index);
    scheduleNext(state, sea, code);
  },
  heal() {},
};

function strike(sea: Sea, code: number, index: number): void {
  const { decisions, disks, scenario, world } = sea;
  const replica = processId(Math.floor(code / KINDS.length));
  const kind = KINDS[code % KINDS.length] as (typeof KINDS)[number]; // in range
  const site = decisions.site(kind, 'process');
  switch (kind) {
    case 'rot':
      if (decisions.settle(site, replica, index, 1) !== 0)
        disks.rot(replica, decisions.bits(site, replica, index));
      return;
    case 'wipe':
      if (!disks.atlas.allows(replica, null) || decisions.settle(site, replica, index, 1) === 0) return;
      if (world.isUp(replica)) {
        sea.counts.crashes++;
        world.crash(replica);
      }
      disks.wipe(replica);
      return;
    case 'full': {
      if (decisions.settle(site, replica, index, 1) === 0) return;
      const bits = decisions.bits(site, replica, index);
      disks.fill(replica, world.nowUs + interval(scenario.disk.fullDurationUs, bits));
      return;
    }
  }
}

function scheduleNext(state: State, sea: Sea, code: number): void {
  const { rotEveryUs, wipeEveryUs, fullEveryUs } = sea.scenario.disk;
  const kind = code % KINDS.length;
  const meanUs = [rotEveryUs, wipeEveryUs, fullEveryUs][kind] ?? 0;
  if (meanUs === 0) return;
  const replica = Math.floor(code / KINDS.length);
  const site = sea.decisions.site(`${KINDS[kind]}-gap`, 'process');
  sea.after(interval(meanUs, sea.decisions.bits(site, replica, state.counts[code] ?? 0)), diskDamage, code);
}

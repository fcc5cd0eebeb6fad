import { processId } from '../../src/process/ids.ts';
import { interval } from '../chance/shapes.ts';
import type { Injector, Sea } from './injector.ts';

interface State {
  counts: number[];
}

/** Processes that stand still for a while (a long collection, a migrated machine) and then see everything at once. */
export const pauses: Injector<State> = {
  name: 'pause',
  initial: () => ({ counts: [] }),
  begin(state, sea) {
    if (sea.scenario.pause.everyUs === 0) return;
    for (let replica = 0; replica < sea.world.replicas; replica++) {
      state.counts[replica] = 0;
      scheduleNext(state, sea, replica);
    }
  },
  fire(state, sea, replica) {
    if (sea.calm) return;
    const index = (state.counts[replica] ?? 0) + 1;
    state.counts[replica] = index;
    const { decisions, scenario, world } = sea;
    if (
      world.isUp(processId(replica)) &&
      decisions.settle(decisions.site('pause', 'process'), replica, index, 1) !== 0
    ) {
      sea.counts.pauses++;
      const bits = decisions.bits(decisions.site('pause-length', 'process'), replica, index);
      world.pause(processId(replica), world.nowUs + interval(scenario.pause.durationUs, bits));
    }
    scheduleNext(state, sea, replica);
  },
  heal(_, sea) {
    for (let replica = 0; replica < sea.world.replicas; replica++) sea.world.pause(processId(replica), 0);
  },
};

function scheduleNext(state: State, sea: Sea, replica: number): void {
  const site = sea.decisions.site('pause-gap', 'process');
  const bits = sea.decisions.bits(site, replica, state.counts[replica] ?? 0);
  sea.after(interval(sea.scenario.pause.everyUs, bits), pauses, replica);
}

import { interval } from '../chance/shapes.ts';
import { scale } from '../chance/streams.ts';
import type { Injector, Sea } from './injector.ts';

interface State {
  counts: number[];
}

/** Wall clocks that are set, forwards or back. Monotonic clocks do not care. */
export const clockJumps: Injector<State> = {
  name: 'clock-jump',
  initial: () => ({ counts: [] }),
  begin(state, sea) {
    if (sea.scenario.clock.jumpEveryUs === 0) return;
    for (let process = 0; process < sea.world.processes; process++) {
      state.counts[process] = 0;
      scheduleNext(state, sea, process);
    }
  },
  fire(state, sea, process) {
    if (sea.calm) return;
    const index = (state.counts[process] ?? 0) + 1;
    state.counts[process] = index;
    const { decisions, scenario } = sea;
    const site = decisions.site('clock-jump', 'process');
    const max = scenario.clock.jumpMaxUs;
    const byUs = decisions.settle(
      site,
      process,
      index,
      scale(decisions.bits(site, process, index), 2 * max + 1) - max,
    );
    if (byUs !== 0) {
      sea.counts.clockJumps++;
      sea.clocks.jump(process, byUs);
    }
    scheduleNext(state, sea, process);
  },
  heal() {},
};

function scheduleNext(state: State, sea: Sea, process: number): void {
  const site = sea.decisions.site('clock-jump-gap', 'process');
  const bits = sea.decisions.bits(site, process, state.counts[process] ?? 0);
  sea.after(interval(sea.scenario.clock.jumpEveryUs, bits), clockJumps, process);
}

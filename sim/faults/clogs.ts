import { interval } from '../chance/shapes.ts';
import { scale } from '../chance/streams.ts';
import type { Injector, Sea } from './injector.ts';

interface State {
  count: number;
}

/**
 * Links that hold messages back and release them together. Swizzled, after FoundationDB: a random half of the processes
 * is clogged one by one and released in another order.
 */
export const clogs: Injector<State> = {
  name: 'clog',
  initial: () => ({ count: 0 }),
  begin(state, sea) {
    if (sea.scenario.clog.everyUs > 0) scheduleNext(state, sea);
  },
  fire(state, sea, code) {
    if (sea.calm) return;
    if (code > 0) {
      clogProcess(code - 1, state.count, sea);
      return;
    }
    const index = ++state.count;
    if (sea.decisions.settle(sea.decisions.site('clog', 'run'), 0, index, 1) !== 0) {
      sea.counts.clogs++;
      if (sea.scenario.clog.swizzle) swizzle(index, sea);
      else clogLink(index, sea);
    }
    scheduleNext(state, sea);
  },
  heal() {}, // the network forgets all clogs when it is becalmed
};

function scheduleNext(state: State, sea: Sea): void {
  const bits = sea.decisions.bits(sea.decisions.site('clog-gap', 'run'), 0, state.count);
  sea.after(interval(sea.scenario.clog.everyUs, bits), clogs, 0);
}

function clogLink(index: number, sea: Sea): void {
  const { decisions, network, scenario, world } = sea;
  const site = decisions.site('clog-link', 'run');
  const from = scale(decisions.bits(site, 0, index), world.processes);
  const to = scale(decisions.bits(site, 1, index), world.processes);
  network.clog(from, to, world.nowUs + interval(scenario.clog.durationUs, decisions.bits(site, 2, index)));
}

function swizzle(index: number, sea: Sea): void {
  const { decisions, scenario, world } = sea;
  const site = decisions.site('swizzle', 'process');
  for (let process = 0; process < world.processes; process++) {
    const bits = decisions.bits(site, process, index);
    if ((bits & 1) === 1) sea.after(scale(bits, scenario.clog.durationUs), clogs, 1 + process);
  }
}

function clogProcess(process: number, index: number, sea: Sea): void {
  const { decisions, network, scenario, world } = sea;
  const bits = decisions.bits(decisions.site('swizzle-length', 'process'), process, index);
  const untilUs = world.nowUs + interval(scenario.clog.durationUs, bits);
  for (let other = 0; other < world.processes; other++) {
    if (other === process) continue;
    network.clog(process, other, untilUs);
    network.clog(other, process, untilUs);
  }
}

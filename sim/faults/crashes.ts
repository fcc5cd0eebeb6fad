import { processId } from '../../src/process/ids.ts';
import { interval } from '../chance/shapes.ts';
import { scale } from '../chance/streams.ts';
import type { Injector, Sea } from './injector.ts';

interface State {
  /** Crashes drawn so far, by process. */
  counts: number[];
  restarts: number[];
}

const CRASH = 0;
const RESTART = 1;
/** A crash that waited for the middle of a handler in vain. */
const OVERDUE = 2;
const CODES = 4;

/** How long a crash waits for the middle of a handler. */
const ARMED_US = 20_000;

/** Crashes and restarts of replicas and clients, each process on its own schedule; sometimes all replicas at once. */
export const crashes: Injector<State> = {
  name: 'crash',
  initial: () => ({ counts: [], restarts: [] }),

  begin(state, sea) {
    for (let process = 0; process < sea.world.processes; process++) {
      state.counts[process] = 0;
      state.restarts[process] = 0;
      scheduleNext(state, sea, process);
    }
  },

  fire(state, sea, code) {
    const process = Math.floor(code / CODES);
    switch (code % CODES) {
      case RESTART:
        if (!sea.world.isUp(processId(process))) sea.world.boot(processId(process));
        return;
      case OVERDUE:
        if (sea.disarm(process) && !sea.calm) strike(sea, process);
        return;
      default:
        if (sea.calm) return;
        due(state, sea, process);
        scheduleNext(state, sea, process);
    }
  },

  heal() {},
};

/** Every crash, whoever caused it, is followed by a restart after a drawn time. */
export function scheduleRestart(state: State, sea: Sea, process: number): void {
  const index = (state.restarts[process] ?? 0) + 1;
  state.restarts[process] = index;
  const meanUs =
    process < sea.world.replicas ? sea.scenario.crash.durationUs : sea.scenario.clientCrash.durationUs;
  const bits = sea.decisions.bits(sea.decisions.site('downtime', 'process'), process, index);
  sea.after(interval(meanUs, bits), crashes, process * CODES + RESTART);
}

function everyUs(sea: Sea, process: number): number {
  const { crash, clientCrash } = sea.scenario;
  return process < sea.world.replicas ? crash.everyUs : clientCrash.everyUs;
}

function scheduleNext(state: State, sea: Sea, process: number): void {
  const meanUs = everyUs(sea, process);
  if (meanUs === 0) return;
  const bits = sea.decisions.bits(
    sea.decisions.site('crash-gap', 'process'),
    process,
    state.counts[process] ?? 0,
  );
  sea.after(interval(meanUs, bits), crashes, process * CODES + CRASH);
}

function due(state: State, sea: Sea, process: number): void {
  const { decisions, scenario, world } = sea;
  const index = (state.counts[process] ?? 0) + 1;
  state.counts[process] = index;
  if (!world.isUp(processId(process))) return;
  if (process < world.replicas && replicasDown(sea) >= scenario.crash.downMax) return;
  if (decisions.settle(decisions.site('crash', 'process'), process, index, 1) === 0) return;
  if (process >= world.replicas) {
    sea.counts.clientCrashes++;
    world.crash(processId(process));
    return;
  }
  if (decisions.chance(decisions.site('blackout', 'process'), process, index, scenario.crash.blackoutPpm)) {
    sea.counts.blackouts++;
    for (let replica = 0; replica < world.replicas; replica++) strike(sea, replica);
    return;
  }
  const site = decisions.site('mid-handler', 'process');
  if (decisions.chance(site, process, index, scenario.crash.midHandlerPpm)) {
    sea.armCrash(process, 1 + scale(decisions.bits(site, process, index) ^ 0x55555555, 4));
    sea.after(ARMED_US, crashes, process * CODES + OVERDUE);
    return;
  }
  strike(sea, process);
}

function strike(sea: Sea, process: number): void {
  if (!sea.world.isUp(processId(process)) || !sea.mayCrash(processId(process))) return;
  sea.counts.crashes++;
  sea.world.crash(processId(process));
}

function replicasDown(sea: Sea): number {
  let down = 0;
  for (let replica = 0; replica < sea.world.replicas; replica++) {
    if (!sea.world.isUp(processId(replica))) down++;
  }
  return down;
}

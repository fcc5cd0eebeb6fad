import type { Observer } from '../../invariants/observer.ts';
import { processId } from '../../src/process/ids.ts';
import type { ClientProcess, Process } from '../../src/process/process.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';

const TICK = 0;
const TICK_US = 1000;

/** Every replica sends a number to every other one each millisecond, and writes and syncs it to a file. */
const talker: Process<{ count: number }, number> = {
  init: () => ({ count: 0 }),
  start(_, ctx) {
    ctx.setTimer(TICK, TICK_US);
  },
  message() {},
  timer(state, _, ctx) {
    state.count++;
    ctx.point('tick');
    for (let to = 0; to < ctx.replicas; to++) if (to !== ctx.self) ctx.send(processId(to), state.count);
    ctx.setTimer(TICK, TICK_US);
  },
  disk() {},
};

const idler: ClientProcess<object, number, number, number> = {
  init: () => ({}),
  start() {},
  message() {},
  timer() {},
  disk() {},
  invoke(_, operation, ctx) {
    ctx.complete({ type: 'ok', result: operation });
  },
};

/** A system that talks all the time and means nothing: for counting what the environment does. */
export const chatter: System = {
  name: 'chatter',
  summary: 'replicas that send numbers to each other',
  points: ['tick'],
  probes: [],
  quorum: (replicas) => Math.floor(replicas / 2) + 1,
  draw: (_, scenario) => scenario,
  build: (scenario) => ({
    replicas: Array.from({ length: scenario.replicas }, () => talker),
    clients: Array.from({ length: scenario.clients }, () => idler),
    invariants: [],
    operation: (_, __, index) => index,
    diverged: () => undefined,
  }),
  describeMessage: String,
  describeState: (state) => JSON.stringify(state),
  describeOperation: String,
  describeResult: String,
};

/** A calm scenario of the chatter, five simulated seconds long (its one client thinks that long). */
export function chatterScenario(seed: string, changes: (scenario: Scenario) => Scenario): Scenario {
  const calm = calmed(drawScenario(seed, chatter));
  return changes({
    ...calm,
    replicas: 3,
    clients: 1,
    operations: 1,
    isolation: 'shared',
    thinkUs: 3_600_000_000,
    safetyUs: 5_000_000,
    network: { ...calm.network, fifo: false, delayMinUs: 100 },
  });
}

/** Counts by link, `from * 8 + to`, and when messages came. */
export interface Tally {
  readonly sent: number[];
  readonly delivered: number[];
  readonly dropped: Record<string, number>;
  readonly arrivals: { link: number; message: number; atUs: number }[];
}

/** An observer that counts into `tally`, until faults are over. */
export const tallying = (tally: Tally): Observer<object> => ({
  initial: () => ({}),
  on: {
    send(_, tank, from, to) {
      if (!tank.healed) tally.sent[from * 8 + to] = (tally.sent[from * 8 + to] ?? 0) + 1;
    },
    deliver(_, tank, from, to, message) {
      if (tank.healed) return;
      tally.delivered[from * 8 + to] = (tally.delivered[from * 8 + to] ?? 0) + 1;
      tally.arrivals.push({ link: from * 8 + to, message: Number(message), atUs: tank.nowUs });
    },
    drop(_, tank, __, ___, ____, _____, reason) {
      if (!tank.healed) tally.dropped[reason] = (tally.dropped[reason] ?? 0) + 1;
    },
  },
});

export const newTally = (): Tally => ({ sent: [], delivered: [], dropped: {}, arrivals: [] });

export const total = (counts: readonly number[]): number =>
  counts.reduce((sum, count) => sum + (count ?? 0), 0);

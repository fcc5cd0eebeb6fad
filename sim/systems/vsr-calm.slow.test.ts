import { expect, test } from 'vitest';
import type { Observer } from '../../invariants/observer.ts';
import type { ReplicaState } from '../../src/vsr/protocol/state/replica-state.ts';
import { simulate } from '../run/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import { some } from '../testing/long.ts';
import { vsr } from './vsr.ts';

const MS = 1000;
const SECOND = 1_000_000;
const SETTLED_US = 5 * SECOND;

/**
 * What no case below varies. Fixed, as these decide how many views it takes: a client that retries every 566 ms instead, and
 * replicas with more room, take up to 19 views in the same network before they settle.
 */
const SETTINGS = {
  service: 'kv',
  keys: 3,
  pipelineMax: 2,
  queueMax: 2,
  queueUs: 1_153_280,
  batchMax: 2,
  sessionsMax: 64,
  retryUs: 72_080,
  retryMaxUs: 576_640,
  giveUpUs: 0,
  predictions: 'primary',
  readers: 0,
  leaseDriftPpm: 0,
  checkpointOps: 16,
  checkpointsKept: 1,
  checkpointSliceBytes: 16,
  distrustsDisk: false,
  logInMemory: false,
  members: 0,
};

/** Nothing goes wrong, the network is slow, and the timeouts are the shortest that are not refused. */
function impatient(
  seed: string,
  delayShape: Scenario['network']['delayShape'],
  delayMeanUs: number,
  preVote: boolean,
): Scenario {
  const drawn = drawScenario(seed, vsr);
  const calm = calmed(drawn);
  return {
    ...calm,
    replicas: 5,
    clients: 2,
    operations: 1_000_000,
    thinkUs: 100 * MS,
    safetyUs: 20 * SECOND,
    network: { ...calm.network, delayMeanUs, delayShape },
    disk: { ...calm.disk, latencyMeanUs: 2 * MS },
    settings: {
      ...SETTINGS,
      preVote,
      leaseUs: 0,
      reads: 'log',
      reconfigurePercent: 0,
      heartbeatUs: 10 * MS,
      viewTimeoutUs: 20 * MS,
      viewTimeoutMaxUs: 1 * SECOND,
      abdicateUs: 20 * MS,
      resendUs: 10 * MS,
    },
  };
}

/** Virtual times at which views started. */
function startsOfViews(scenario: Scenario): readonly number[] {
  const startedUs: number[] = [];
  let highest = 0;
  const watch: Observer<object> = {
    initial: () => ({}),
    on: {
      step(_, tank, process) {
        const state = tank.replica(process) as ReplicaState | undefined;
        if (state === undefined || state.view <= highest || state.status !== 'normal') return;
        highest = state.view;
        startedUs.push(tank.nowUs);
      },
    },
  };
  expect(simulate(vsr, scenario, { observers: [watch], checked: false }).verdict).toBe('pass');
  return startedUs;
}

// Without timeouts that adapt: up to 110 views in the 15 seconds after the first 5, and none in only 12 of 32 such runs.
test.each([
  ['fixed', 40 * MS],
  ['uniform', 60 * MS],
  ['exponential', 30 * MS],
  ['long-tail', 10 * MS],
] as const)(
  'should settle in a calm %s network of %i us, however short its view timeout',
  (shape, meanUs) => {
    for (const preVote of [true, false]) {
      for (const seed of some(['calm-1', 'calm-3'], 1)) {
        const startedUs = startsOfViews(impatient(seed, shape, meanUs, preVote));
        expect(startedUs.length).toBeLessThanOrEqual(10);
        const late = startedUs.filter((us) => us > SETTLED_US);
        expect({ seed, preVote, late }).toEqual({ seed, preVote, late: [] });
      }
    }
  },
  60_000,
);

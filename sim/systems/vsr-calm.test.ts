import { expect, test } from 'vitest';
import type { Observer } from '../../invariants/observer.ts';
import type { ReplicaState } from '../../src/vsr/state.ts';
import { simulate } from '../run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import { vsr } from './vsr.ts';

const MS = 1000;
const SECOND = 1_000_000;
const SETTLED_US = 5 * SECOND;

interface Views {
  highest: number;
  /** Virtual times at which views started. */
  startedUs: number[];
}

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
    thinkUs: 20 * MS,
    safetyUs: 20 * SECOND,
    network: { ...calm.network, delayMeanUs, delayShape },
    disk: { ...calm.disk, latencyMeanUs: 2 * MS },
    settings: {
      ...calm.settings,
      preVote,
      leaseUs: 0,
      reads: 'log',
      heartbeatUs: 10 * MS,
      viewTimeoutUs: 20 * MS,
      viewTimeoutMaxUs: 1 * SECOND,
      abdicateUs: 20 * MS,
      resendUs: 10 * MS,
    },
  };
}

function startsOfViews(scenario: Scenario): readonly number[] {
  const views: Views = { highest: 0, startedUs: [] };
  const watch: Observer<object> = {
    initial: () => ({}),
    on: {
      step(_, tank, process) {
        const state = tank.replica(process) as ReplicaState | undefined;
        if (state === undefined || state.view <= views.highest || state.status !== 'normal') return;
        views.highest = state.view;
        views.startedUs.push(tank.nowUs);
      },
    },
  };
  expect(simulate(vsr, scenario, { observers: [watch] }).verdict).toBe('pass');
  return views.startedUs;
}

test.each([
  ['fixed', 40 * MS],
  ['exponential', 10 * MS],
  ['exponential', 30 * MS],
  ['long-tail', 10 * MS],
  ['long-tail', 30 * MS],
] as const)(
  'should settle in a calm %s network of %i us, however short its view timeout',
  (shape, meanUs) => {
    for (const preVote of [true, false]) {
      for (let seed = 1; seed <= 3; seed++) {
        const startedUs = startsOfViews(impatient(`calm-${seed}`, shape, meanUs, preVote));
        const late = startedUs.filter((us) => us > SETTLED_US);
        console.log(shape, meanUs, preVote, seed, startedUs.length, late.length);
        expect({ seed, preVote, late }).toEqual({ seed, preVote, late: [] });
        expect(startedUs.length).toBeLessThanOrEqual(15);
      }
    }
  },
  60_000,
);

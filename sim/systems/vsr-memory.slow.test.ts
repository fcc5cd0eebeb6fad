import { expect, test } from 'vitest';
import type { ProcessId } from '../../src/process/ids.ts';
import type { ReplicaState } from '../../src/vsr/protocol/state/replica-state.ts';
import { simulate } from '../run/run.ts';
import { Simulation } from '../run/simulation.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { amount } from '../testing/long.ts';
import { vsrMemory } from './vsr.ts';

const SEEDS = amount(8, 600);

test('should keep what was acknowledged while replicas forget their logs', () => {
  let forgot = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const result = simulate(vsrMemory, drawScenario(`memory-${seed}`, vsrMemory));
    expect({ seed, verdict: result.verdict }).toEqual({ seed, verdict: 'pass' });
    if (result.probes['lost-replica-rejoined'] !== undefined) forgot++;
  }
  expect(forgot).toBeGreaterThan(SEEDS / 4);
}, 600_000);

test('should write no log, and let only a minority forget at a time', () => {
  const drawn = drawScenario('memory', vsrMemory);
  const faults = {
    ...drawn.faults,
    crash: { everyUs: 30_000, midHandlerPpm: 0, downMax: 5 },
    blackout: { everyUs: 60_000 },
  };
  const simulation = Simulation.create(vsrMemory, { ...drawn, replicas: 5, faults, restartUs: 5_000 });
  const { world } = simulation;
  let most = 0;
  let bytes = 0;
  while (simulation.step() === undefined) {
    let forgetful = 0;
    for (let replica = 0 as ProcessId; replica < 5; replica++) {
      const state = world.replica(replica) as ReplicaState | undefined;
      if (world.incarnation(replica) > 1 && (state === undefined || state.status === 'recovering'))
        forgetful++;
      bytes = Math.max(bytes, world.durable(replica, 'wal-0').length);
    }
    most = Math.max(most, forgetful);
  }
  expect(most).toBe(2);
  const logs = [0, 1, 2, 3, 4].map((replica) => world.replica(replica as ProcessId) as ReplicaState);
  expect(Math.max(...logs.map(({ log }) => log.length))).toBeGreaterThan(50);
  expect(bytes).toBeLessThan(512 * 200); // promises and starts, a sector each
});

import { describe, expect, it } from 'vitest';
import type { ProcessId } from '../../src/process/ids.ts';
import { Simulation } from '../run/simulation.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { vsr } from './vsr.ts';
import { excuse } from './vsr-excuse.ts';

describe('excuse for standing still', () => {
  const run = Simulation.create(vsr, { ...drawScenario('1', vsr), replicas: 3 });
  while (run.step() === undefined);
  const core = [0, 1, 2] as ProcessId[]; // the replicas

  it('should not excuse a group whose disks hold all that is committed', () => {
    expect(excuse(run.world, core, false)).toBeUndefined();
  });

  it('should excuse a group whose disks have lost a committed op, and name it', () => {
    const wiped = new Proxy(run.world, {
      get: (world, key) => (key === 'durable' ? () => new Uint8Array(0) : Reflect.get(world, key, world)),
    });
    expect(excuse(wiped, core, false)).toBe(
      'op 1 is committed, and no replica of the core 0, 1, 2 holds it on its disk',
    );
  });
});

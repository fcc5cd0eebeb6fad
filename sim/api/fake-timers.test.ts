import { mock } from 'node:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerSingle } from '../systems/registers.ts';
import { fuzz } from './fuzz.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { simTest } from './vitest.ts';

// Many projects enable this for all their tests: the test controls the clock and timers.
describe('with the clock of vitest', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  simTest('a register holds', registerSingle, { seeds: 3 });

  it('should run campaigns and shrink', async () => {
    expect(await fuzz(registerSingle, { seeds: 3 })).toMatchObject({ seeds: 3 });
    await expect(shrink(registerSingle, simulate(registerSingle, { seed: 1 }))).rejects.toThrow(
      /nothing|violates/,
    );
  });
});

describe('with the clock of node:test', () => {
  beforeEach(() => mock.timers.enable());
  afterEach(() => mock.timers.reset());

  simTest('a register holds', registerSingle, { seeds: 3 });
});

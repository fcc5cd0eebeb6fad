import { describe, expect, it } from 'vitest';
import { finish, simulate } from '../run/run.ts';
import { Simulation } from '../run/simulation.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { pingPong } from '../systems/ping-pong.ts';

describe('world', () => {
  it('should end with the same hash whenever the same scenario runs, and with another for another seed', () => {
    const hashes = ['a', 'b', 'c', 'a'].map((seed) => simulate(pingPong, drawScenario(seed, pingPong)).hash);
    expect(hashes[0]).toBe(hashes[3]);
    expect(new Set(hashes).size).toBe(3);
  });

  it('should fork at any step into a copy that continues as the original does', () => {
    for (const seed of ['7', '9', '23']) {
      const scenario = drawScenario(seed, pingPong);
      const whole = simulate(pingPong, scenario);
      const original = Simulation.create(pingPong, scenario);
      const every = Math.max(1, Math.floor(whole.steps / 12));
      const forks: Simulation[] = [];
      while (original.step() === undefined) {
        if (original.world.step % every === 0 && forks.length < 12) forks.push(original.fork());
      }
      for (const fork of forks) {
        const { trace, ...result } = finish(fork);
        const { trace: _, ...expected } = whole;
        expect(result).toEqual(expected);
      }
    }
  });
});

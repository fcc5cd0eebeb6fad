import { describe, expect, it } from 'vitest';
import type { RunResult } from '../run/result.ts';
import { simulate } from '../run/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { amount } from '../testing/long.ts';
import { abd, abdDiskless, registerNaive, registerSingle } from './registers.ts';

function run(system: System, seed: number, change: Partial<Scenario> = {}): RunResult {
  return simulate(system, { ...drawScenario(String(seed), system), ...change });
}

const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

const verdicts = (system: System, count: number, change: Partial<Scenario> = {}): string[] => [
  ...new Set(
    seeds(count).map((seed) => {
      const { verdict, violation } = run(system, seed, change);
      return violation === undefined ? verdict : `${verdict} ${violation.fingerprint} (seed ${seed})`;
    }),
  ),
];

describe('registers', () => {
  it('should find no fault with ABD', () => {
    expect(verdicts(abd, amount(20, 60))).toEqual(['pass']);
  });

  it('should find no fault with ABD without disks, as long as a majority remembers', () => {
    const ended = verdicts(abdDiskless, amount(20, 60));
    expect(ended).toContain('pass');
    expect(['pass', 'excused']).toEqual(expect.arrayContaining(ended));
  });

  it('should find no fault with a single copy that does not crash', () => {
    expect(verdicts(registerSingle, amount(20, 60))).toEqual(['pass']);
  });

  it('should find within 50 seeds that the naive register is not linearizable with three clients', () => {
    const found = seeds(50)
      .map((seed) => run(registerNaive, seed, { clients: 3 }).violation?.invariant)
      .filter((invariant) => invariant !== undefined);
    expect(found.length).toBeGreaterThan(0);
    expect(['B2', 'B7']).toEqual(expect.arrayContaining(found));
  });

  it('should find no fault with the naive register when two clients do one operation each', () => {
    expect(verdicts(registerNaive, amount(100, 300), { clients: 2, operations: 1 })).toEqual(['pass']);
  });

  it('should reach every situation of ABD within a few seeds', () => {
    const reached = new Set(seeds(20).flatMap((seed) => Object.keys(run(abd, seed).probes)));
    for (const probe of abd.probes) expect(reached).toContain(probe);
  });
});

import { describe, expect, it } from 'vitest';
import { countPairs, featuresOf, pairsNeverMet } from '../campaign/pairs.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { systems } from './index.ts';
import { vsr } from './vsr.ts';
import type { VsrSettings } from './vsr-settings.ts';

/** Settings that mean something in one kind of reads only. */
const OF_ONE_KIND = /^lease(DriftPpm|Us) [+] reads=(?!lease)|^readers [+] reads=log$/;

describe('the draws of built-in systems', () => {
  it('should turn on every pair of features within 1,000 seeds', () => {
    for (const system of systems.values()) {
      const counts: Record<string, number> = {};
      for (let seed = 1; seed <= 1000; seed++)
        countPairs(counts, featuresOf(drawScenario(String(seed), system)));
      const never = pairsNeverMet(counts).filter((pair) => !OF_ONE_KIND.test(pair));
      expect([system.name, never]).toEqual([system.name, []]);
    }
  });

  it('should turn on the optional features of vsr in a quarter of all seeds', () => {
    const on = (is: (settings: VsrSettings) => boolean): number =>
      Array.from({ length: 1000 }, (_, i) => drawScenario(String(i), vsr).settings).filter(
        (settings) => is(settings as VsrSettings), // those of vsr
      ).length;
    expect(on(({ reconfigurePercent }) => reconfigurePercent > 0)).toBeGreaterThan(250);
    expect(on(({ leaseUs }) => leaseUs > 0)).toBeGreaterThan(250);
    expect(on(({ sessionsMax }) => sessionsMax < 64)).toBeGreaterThan(250);
    expect(on(({ batchMax }) => batchMax > 1)).toBeGreaterThan(250);
    expect(on(({ distrustsDisk }) => distrustsDisk)).toBeGreaterThan(250);
    expect(on(({ giveUpUs }) => giveUpUs > 0)).toBeGreaterThan(250);
    expect(on(({ predictions }) => predictions === 'primary')).toBeGreaterThan(230);
  });
});

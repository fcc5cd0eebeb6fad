import { describe, expect, it } from 'vitest';
import { CHAOS_KINDS, drawPlan, kindsFor } from './plan.ts';

const HOUR_MS = 3_600_000;

describe('a plan of faults', () => {
  it('should be the same for the same seed, and another one for another', () => {
    const plan = drawPlan('7', HOUR_MS, 3, kindsFor(true, 3));
    expect(drawPlan('7', HOUR_MS, 3, kindsFor(true, 3))).toEqual(plan);
    expect(drawPlan('8', HOUR_MS, 3, kindsFor(true, 3)).faults).not.toEqual(plan.faults);
  });

  it('should have every kind fifty times in an hour, between times without any', () => {
    const { faults } = drawPlan('7', HOUR_MS, 3, kindsFor(true, 3));
    for (const kind of kindsFor(true, 3))
      expect(faults.filter((fault) => fault.kind === kind).length, kind).toBeGreaterThan(50);
    const gaps = faults.map(({ atMs }, i) => atMs - (faults[i - 1]?.atMs ?? 0));
    expect(gaps.filter((gap) => gap >= 3000).length).toBeGreaterThan(100);
    for (const { replica, other } of faults) expect(replica).not.toBe(other);
  });

  it('should spare a system what it does not claim to survive', () => {
    expect(kindsFor(false, 3)).not.toContain('wipe');
    expect(kindsFor(false, 3)).not.toContain('disk-error');
    expect(kindsFor(false, 3)).toContain('kill');
    expect(kindsFor(true, 1)).not.toContain('isolate');
    expect(kindsFor(true, 3)).not.toContain('version');
    expect(kindsFor(true, 3, true)).toEqual(CHAOS_KINDS);
  });

  it('should lose what was not synced with some seeds only', () => {
    const drawn = Array.from(
      { length: 40 },
      (_, seed) => drawPlan(String(seed), 1000, 3, ['kill']).unsyncedMs,
    );
    expect(new Set(drawn.map((delays) => delays !== null))).toEqual(new Set([true, false]));
    // Disks of different speed: each replica has its own delay.
    for (const delays of drawn) if (delays !== null) expect(delays).toHaveLength(3);
    expect(drawn.some((delays) => delays !== null && Math.max(...delays) > 5 * Math.min(...delays))).toBe(
      true,
    );
  });

  it('should aim every second fault at an acknowledgement, and kill more often than anything else', () => {
    const { faults } = drawPlan('7', HOUR_MS, 3, kindsFor(true, 3));
    const share = faults.filter(({ aimed }) => aimed).length / faults.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
    const times = (of: string): number => faults.filter(({ kind }) => kind === of).length;
    for (const kind of kindsFor(true, 3))
      if (kind !== 'kill' && kind !== 'blackout') {
        expect(times('kill'), kind).toBeGreaterThan(times(kind));
        expect(times('blackout'), kind).toBeGreaterThan(times(kind));
      }
  });
});

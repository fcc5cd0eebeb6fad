import { describe, expect, it } from 'vitest';
import { leftMs } from './patience.ts';

describe('the limit of a run', () => {
  it('should be time of a core, and not of a clock', () => {
    expect(leftMs(1000, { elapsedMs: 1000, cpuMs: 1000, running: 1 })).toBe(0);
    expect(leftMs(1000, { elapsedMs: 1000, cpuMs: 300, running: 1 })).toBe(700);
    expect(leftMs(1000, { elapsedMs: 1700, cpuMs: 990, running: 1 })).toBe(0);
  });

  it('should be shared by the runs at a time', () => {
    expect(leftMs(1000, { elapsedMs: 1000, cpuMs: 2000, running: 2 })).toBe(0);
    expect(leftMs(1000, { elapsedMs: 1000, cpuMs: 1000, running: 2 })).toBe(500);
  });

  it('should end, however busy the machine is', () => {
    expect(leftMs(1000, { elapsedMs: 4000, cpuMs: 0, running: 1 })).toBe(0);
    expect(leftMs(1000, { elapsedMs: 3999, cpuMs: 0, running: 1 })).toBe(1000);
  });
});

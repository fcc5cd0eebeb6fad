import { describe, expect, it } from 'vitest';
import { Storm } from '../testing/storm.ts';

const RUNS = Number(process.env['STORM_RUNS'] ?? 120);
const FIRST = Number(process.env['STORM_FIRST'] ?? 1);

describe('VSR in a storm of drops, duplicates, reordering and crashes', () => {
  it('should keep every acknowledged operation, execute one log, and recover', () => {
    const reached = new Map<string, number>();
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      const storm = new Storm(seed);
      try {
        storm.play();
      } catch (error) {
        throw new Error(`storm ${seed}: ${error instanceof Error ? error.stack : error}`);
      }
      for (const [probe, count] of storm.cluster.probes)
        reached.set(probe, (reached.get(probe) ?? 0) + count);
    }
    if (process.env['STORM_SHOW']) console.log(reached);
    if (RUNS < 120) return;
    for (const probe of [
      'view-change',
      'view-change-with-uncommitted-tail',
      'state-transfer-t1',
      'state-transfer-t2',
      'restart-with-torn-tail',
      'duplicate-request-suppressed',
      'client-unknown-outcome',
      'eviction',
      'abdication',
      'primary-restart-new-view',
    ]) {
      expect(reached.get(probe) ?? 0, probe).toBeGreaterThan(0);
    }
  });
});

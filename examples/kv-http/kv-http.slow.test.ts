import { describe, expect, it } from 'vitest';
import { defineCluster, fuzz, inOwnTurn, simulate } from 'wavetank';
import { simTest } from 'wavetank/vitest';
import { amount } from '../../sim/testing/long.ts';
import cluster, { kvHttp } from './cluster.ts';

const SEEDS_MAX = 200;

describe('kv-http', () => {
  simTest('should be linearizable whatever happens', cluster, { seeds: amount(2, 2_000) });

  // `no-write-back` first fails at seed 16, so the short form starts there.
  it.each([
    ['no-sync', 1],
    ['local-reads', 1],
    ['no-write-back', 16],
  ])('should be caught without its care: %s', async (variant, first) => {
    const seeds = [amount(first, 1), SEEDS_MAX] as const;
    const { failures } = await fuzz(defineCluster(kvHttp(variant)), { seeds });
    expect(failures.map(({ violation }) => violation?.invariant)).toEqual(['I17']);
  });

  it('should run the same way each time, whatever ran before', async () => {
    const hashOf = (seed: number): Promise<string> =>
      inOwnTurn(() => simulate(cluster, { seed, checkDeterminism: false }).hash);
    const first = await hashOf(3);
    const other = await hashOf(4);
    expect(await hashOf(3)).toBe(first);
    expect(other).not.toBe(first);
  });
});

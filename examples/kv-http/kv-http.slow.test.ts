import { describe, expect, it } from 'vitest';
import { defineCluster, fuzz, inOwnTurn, simulate } from 'wavetank';
import { simTest } from 'wavetank/vitest';
import cluster, { kvHttp } from './cluster.ts';

const SEEDS_MAX = 200;

describe('kv-http', () => {
  simTest('should be linearizable whatever happens', cluster, { seeds: 8 });

  it.each(['no-sync', 'local-reads', 'no-write-back'])(
    'should be caught without its care: %s',
    async (variant) => {
      const { failures } = await fuzz(defineCluster(kvHttp(variant)), { seeds: SEEDS_MAX });
      expect(failures.map(({ breach }) => breach?.invariant)).toEqual(['I17']);
    },
  );

  it('should run the same way each time, whatever ran before', async () => {
    const hashOf = (seed: number): Promise<string> =>
      inOwnTurn(() => simulate(cluster, { seed, checkDeterminism: false }).hash);
    const first = await hashOf(3);
    const other = await hashOf(4);
    expect(await hashOf(3)).toBe(first);
    expect(other).not.toBe(first);
  });
});

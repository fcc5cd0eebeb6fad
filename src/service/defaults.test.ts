import { describe, expect, it } from 'vitest';
import { encode } from '../process/codec.ts';
import { Cluster } from '../vsr/testing/cluster.ts';
import { testConfig } from '../vsr/testing/test-config.ts';
import { complete, mergePredictions } from './defaults.ts';
import { kv } from './kv.ts';
import { flatten, unflatten } from './plain.ts';
import type { Service } from './service.ts';

interface Ballot {
  votes: Map<string, number>;
  voters: Set<number>;
}

/** All that a service must have. */
const ballot: Service<Ballot, { voter: number; name: string }, number> = {
  name: 'ballot',
  initial: () => ({ votes: new Map(), voters: new Set() }),
  execute({ votes, voters }, { voter, name }) {
    if (!voters.has(voter)) votes.set(name, (votes.get(name) ?? 0) + 1);
    voters.add(voter);
    return votes.get(name) ?? 0;
  },
};

describe('service with parts', () => {
  it('should have all that goes with them', () => {
    const halfway: Service = { ...(ballot as Service), freeze: () => [] };
    expect(() => complete(halfway)).toThrow('service ballot: freeze and capturePart go together');
    const { capture, restore, ...without } = kv as Service;
    expect(() => complete(without)).toThrow('service kv: freeze and capturePart go together');
    expect(complete(complete(kv as Service)).freeze).toBeDefined();
    expect(complete(complete(ballot as Service)).freeze).toBeUndefined();
  });
});

describe('service without optional members', () => {
  it('should have a digest that tells states apart', () => {
    const { digest, execute, initial } = complete(ballot as Service);
    const digestAfter = (...voters: number[]): number => {
      const state = initial();
      for (const voter of voters) execute(state, { voter, name: `n${voter % 2}` });
      return digest(state);
    };
    expect(digestAfter(1, 2)).toBe(digestAfter(1, 2));
    expect(digestAfter(1, 2, 2)).toBe(digestAfter(1, 2));
    expect(new Set([digestAfter(), digestAfter(1), digestAfter(1, 2), digestAfter(1, 3)]).size).toBe(4);
  });

  it('should come back from what was captured, and share nothing with it', () => {
    const { capture, digest, execute, initial, restore } = complete(ballot as Service);
    const state = initial();
    execute(state, { voter: 1, name: 'a' });
    const captured = capture(state);
    const before = encode(captured);
    const restored = restore(captured);
    expect(restored).toEqual(state);
    expect(digest(restored)).toBe(digest(state));
    execute(restored, { voter: 2, name: 'a' });
    expect(encode(capture(state))).toEqual(before);
    expect(encode(captured)).toEqual(before);
  });

  it('should be replicated, checkpointed and restored', () => {
    const config = testConfig(3, { checkpointOps: 2 });
    const cluster = new Cluster({ config, clients: 1, service: ballot as Service });
    cluster.run();
    for (const voter of [1, 2, 3]) {
      cluster.invoke(3, { voter, name: 'a' });
      cluster.run();
    }
    expect(cluster.outcomes.map(({ outcome }) => outcome)).toEqual(
      [1, 2, 3].map((result) => ({ type: 'ok', result })),
    );
    cluster.crash(2);
    cluster.start(2);
    cluster.run();
    expect(cluster.probes.get('checkpoint-restored')).toBe(1);
    const votes = (cluster.state(2).service as Ballot).votes.get('a') ?? 0;
    expect(votes).toBe(cluster.state(2).commit - 1); // the first op opened the session
  });
});

describe('plain data', () => {
  const states = [
    null,
    [1, 'two', [3n]],
    { map: new Map([[{ of: 1 }, new Set(['a'])]]), bytes: Uint8Array.of(1, 2), none: [] },
    { floats: Float64Array.of(0.5, -1), Map: ['Map', 1] },
  ];

  it('should come back from a flat copy that the codec takes', () => {
    for (const state of states) {
      expect(unflatten(flatten(state))).toEqual(state);
      expect(() => encode(flatten(state))).not.toThrow();
    }
  });

  it('should keep the order of Maps and Sets', () => {
    const backwards = new Map([
      ['b', 1],
      ['a', 2],
    ]);
    expect([...(unflatten(flatten(backwards)) as typeof backwards)]).toEqual([...backwards]);
  });

  it('should refuse what it would lose', () => {
    expect(() => flatten({ at: new Date(0) })).toThrow(/Date/);
  });
});

describe('predictions of several replicas', () => {
  it('should become the median of numbers, or the first of anything else', () => {
    expect(mergePredictions([5, 1, 900])).toBe(5);
    expect(mergePredictions([7, 3])).toBe(3);
    expect(mergePredictions([{ at: 1 }, { at: 2 }])).toEqual({ at: 1 });
    expect(mergePredictions(['b', 1])).toBe('b');
  });
});

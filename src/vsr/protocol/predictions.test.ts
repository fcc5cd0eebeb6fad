import { describe, expect, it } from 'vitest';
import type { Service } from '../../service/service.ts';
import { Cluster, type ClusterOptions } from '../testing/cluster.ts';
import { testConfig } from '../testing/test-config.ts';
import { sent } from '../testing/values.ts';

/** Stores predicted values. Each prediction is the next number. */
const diary: Service<number[], string, number> = {
  name: 'diary',
  initial: () => [],
  execute: (state, _operation, predicted) => state.push(predicted as number) && (state.at(-1) ?? 0),
  predict: (_operation, world) => world.random(1 << 24),
};

const SERVICE = diary as unknown as Service;

function started(replicas: number, predictions: 'primary' | 'merged', options: ClusterOptions = {}): Cluster {
  const config = testConfig(replicas, { predictions });
  const cluster = new Cluster({ config, clients: 1, service: SERVICE, ...options });
  cluster.run();
  return cluster;
}

const statesOf = (cluster: Cluster): readonly unknown[] =>
  Array.from({ length: cluster.world.replicas }, (_, i) => cluster.state(i).service);

/** Runs until the primary has the request and has asked for predictions, if it does. */
function ask(cluster: Cluster): void {
  cluster.invoke(cluster.config.members.length, 'write');
  cluster.run(({ message }) => message.type !== 'Predict');
}

describe('predictions', () => {
  it('should travel in the log, so that all replicas execute with the same', () => {
    const cluster = started(3, 'primary');
    ask(cluster);
    cluster.pass(50_000);
    const [first, ...others] = statesOf(cluster);
    expect(first).toHaveLength(1);
    expect(others).toEqual([first, first]);
    expect(sent(cluster, 0, 'Predict')).toEqual([]);
  });

  it('should be asked of f backups before the request has a place in the log, and merged', () => {
    const cluster = started(5, 'merged');
    ask(cluster);
    expect(sent(cluster, 0, 'Predict').map(({ to }) => to)).toEqual([1, 2]);
    expect(cluster.state(0).log).toHaveLength(1); // the Register, which predicts nothing
    cluster.pass(50_000);
    const [first, ...others] = statesOf(cluster);
    expect(others).toEqual([first, first, first, first]);
    expect(cluster.probes.get('predictions-merged')).toBe(1);
    expect(cluster.outcomes).toHaveLength(1);
  });

  it('should be merged in the order of the replicas, not of their answers', () => {
    const merged = ['lowest first', 'highest first'].map((order) => {
      const seen: unknown[] = [];
      const merge = (all: readonly unknown[]): unknown => seen[seen.push(...all) - all.length];
      const service: Service = { ...SERVICE, merge };
      const cluster = started(5, 'merged', { service });
      ask(cluster);
      cluster.run(({ message }) => message.type !== 'Prediction');
      const answers = cluster.packets.filter(({ message }) => message.type === 'Prediction');
      for (const answer of order === 'lowest first' ? answers : answers.reverse()) cluster.deliver(answer);
      return seen;
    });
    expect(merged[0]).toHaveLength(3);
    expect(merged[1]).toEqual(merged[0]);
  });

  it('should be asked of the others when those asked first do not answer', () => {
    const cluster = started(3, 'merged');
    cluster.crash(1);
    ask(cluster);
    expect(sent(cluster, 0, 'Predict').map(({ to }) => to)).toEqual([1]);
    cluster.pass(20_000);
    expect(cluster.outcomes).toHaveLength(1);
  });

  it('should not be taken twice for one request, however often it comes', () => {
    const cluster = started(3, 'merged');
    ask(cluster);
    const request = { client: cluster.clients[0]?.state?.client ?? 0, request: 1, session: 1, body: 'write' };
    const packet = { from: cluster.clients[0]?.id ?? cluster.state(0).self, to: cluster.state(0).self };
    cluster.inject({ ...packet, message: { ...request, epoch: 0, kind: 'operation', type: 'Request' } });
    cluster.pass(50_000);
    expect(cluster.state(0).service).toHaveLength(1);
    expect(cluster.state(0).predicting.size).toBe(0);
  });

  it('should be forgotten with the view, and not be answered in another one', () => {
    const cluster = started(3, 'merged');
    ask(cluster);
    const asked = cluster.drop(({ message }) => message.type === 'Predict');
    cluster.crash(0);
    cluster.pass(300_000);
    expect(cluster.state(1).view).toBeGreaterThan(0);
    for (const packet of asked) cluster.inject(packet);
    expect(sent(cluster, 1, 'Prediction')).toEqual([]);
    expect(cluster.outcomes).toHaveLength(1);
    expect(cluster.state(1).service).toHaveLength(1);
  });
});

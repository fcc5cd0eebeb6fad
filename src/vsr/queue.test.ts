import { describe, expect, it } from 'vitest';
import type { VsrConfig } from './config.ts';
import { Cluster, sent, testConfig } from './testing.ts';

const FIRST = 3;
const SECOND = 4;
const THIRD = 5;
const add = { kind: 'add', amount: 1 };

/** Three clients with sessions; then the backups are unreachable, and the first client fills the pipeline. */
function full(changes: Partial<VsrConfig>): Cluster {
  const config = testConfig(3, { pipelineMax: 1, abdicateUs: 10_000_000, ...changes });
  const cluster = new Cluster({ config, clients: 3 });
  cluster.run();
  for (const client of [FIRST, SECOND, THIRD]) {
    cluster.invoke(client, add);
    cluster.run();
  }
  cluster.outcomes.length = 0;
  cluster.crash(1);
  cluster.crash(2);
  cluster.invoke(FIRST, add);
  cluster.run();
  return cluster;
}

const refusedAt = (cluster: Cluster): readonly unknown[] =>
  sent(cluster, 0, 'Busy').map(({ client }) => client);

const idOf = (cluster: Cluster, client: number): number | undefined =>
  cluster.clients[client - 3]?.state?.client;

describe('a full pipeline', () => {
  it('should let so many requests wait, and tell everybody else that it is full', () => {
    const cluster = full({ queueMax: 1 });
    cluster.invoke(SECOND, add);
    cluster.invoke(THIRD, add);
    cluster.run(({ message }) => message.type !== 'Busy');
    expect(cluster.state(0).queued.size).toBe(1);
    expect(refusedAt(cluster)).toEqual([idOf(cluster, THIRD)]);
  });

  it('should not let a request wait for ever', () => {
    const cluster = full({ queueMax: 4, queueUs: 50_000 });
    cluster.invoke(SECOND, add);
    cluster.pass(45_000, ({ message }) => message.type !== 'Busy');
    expect(refusedAt(cluster)).toEqual([]);
    cluster.pass(20_000, ({ message }) => message.type !== 'Busy');
    expect(refusedAt(cluster)).toEqual([idOf(cluster, SECOND)]);
  });

  it('should take a request that was refused once there is room', () => {
    const cluster = full({ queueMax: 0 });
    cluster.invoke(SECOND, add);
    cluster.run();
    expect(cluster.probes.get('busy-heeded')).toBe(1);
    cluster.start(1);
    cluster.pass(200_000);
    expect(cluster.outcomes.map(({ client }) => client)).toEqual([FIRST, SECOND]);
    expect(cluster.state(0).service).toEqual({ value: 5 });
  });
});

describe('a client that is told so', () => {
  it('should spare the others once, and no more: who says so may have been cut off', () => {
    const cluster = full({ queueMax: 0 });
    cluster.invoke(SECOND, add);
    const asked: number[][] = [];
    for (let round = 0; round < 4; round++) {
      const to: number[] = [];
      cluster.onSend = ({ from, to: receiver, message }) => {
        if (from === SECOND && message.type === 'Request') to.push(receiver);
      };
      for (let fired = 0; to.length === 0 && fired < 1000; fired++) {
        cluster.run();
        cluster.fireNextTimer();
      }
      asked.push(to);
    }
    expect(asked).toEqual([[0], [0, 1, 2], [0], [0, 1, 2]]);
  });
});

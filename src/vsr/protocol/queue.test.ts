import { describe, expect, it } from 'vitest';
import { counter } from '../../service/counter.ts';
import { complete } from '../../service/defaults.ts';
import type { Service } from '../../service/service.ts';
import type { ClientRecord } from '../data/client-record.ts';
import type { VsrConfig } from '../data/config.ts';
import { makeEntry, partsOf } from '../data/entry.ts';
import type { Packet } from '../testing/cluster.ts';
import { Cluster } from '../testing/cluster.ts';
import { testConfig } from '../testing/test-config.ts';
import { sent } from '../testing/values.ts';
import { runPart } from './client-table.ts';

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
  it('should queue up to queueMax requests, and refuse the rest', () => {
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

describe('a refused client', () => {
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

describe('a batch', () => {
  /** The first client fills the pipeline and the others wait. Then a backup comes back. */
  function batched(): Cluster {
    const cluster = full({ batchMax: 8 });
    cluster.invoke(SECOND, add);
    cluster.invoke(THIRD, add);
    cluster.run();
    cluster.start(1);
    return cluster;
  }

  it('should be what has waited together: one entry, and an answer to each client', () => {
    const cluster = batched();
    cluster.pass(100_000);
    const batch = cluster.state(0).log.at(-1);
    expect(batch).toMatchObject({ kind: 'batch', client: 0, request: 0 });
    expect(batch === undefined ? [] : partsOf(batch).map(({ client }) => client)).toEqual([
      idOf(cluster, SECOND),
      idOf(cluster, THIRD),
    ]);
    expect(cluster.outcomes.map(({ client, outcome }) => [client, outcome])).toEqual([
      [FIRST, { type: 'ok', result: { kind: 'add', value: 4 } }],
      [SECOND, { type: 'ok', result: { kind: 'add', value: 5 } }],
      [THIRD, { type: 'ok', result: { kind: 'add', value: 6 } }],
    ]);
  });

  it('should be found again by a primary that takes it over, so that retries are not prepared', () => {
    const cluster = batched();
    const isBatch = ({ message }: Packet): boolean =>
      message.type === 'Prepare' && message.entry.kind === 'batch';
    cluster.pass(100_000, ({ message }) => message.type !== 'PrepareOk' || message.op <= 7);
    expect(cluster.state(1).log.at(-1)).toMatchObject({ kind: 'batch' });
    cluster.start(2);
    cluster.crash(0);
    cluster.drop(isBatch);
    cluster.pass(1_000_000);
    expect(cluster.state(1)).toMatchObject({ status: 'normal', service: { value: 6 } });
    expect(cluster.outcomes).toHaveLength(3);
    const entries = cluster.state(1).log.filter((entry) => entry.kind !== 'register');
    expect(entries.flatMap(partsOf)).toHaveLength(6);
  });

  it('should leave it open by nothing but the log whose session goes when several ran last together', () => {
    const table = (order: readonly number[]): Map<number, ClientRecord> =>
      new Map(order.map((client) => [client, { session: client, request: 1, result: null, op: 9 }]));
    const left = [
      [5, 7, 6],
      [7, 6, 5],
    ].map((order) => {
      const cluster = new Cluster({ config: testConfig(1, { sessionsMax: 3 }) });
      cluster.run();
      const state = { ...cluster.state(0), clientTable: table(order) };
      const replica = { config: cluster.config, service: complete(counter as Service) };
      const part = {
        body: null,
        client: 8,
        kind: 'register',
        predicted: null,
        request: 0,
        session: 0,
      } as const;
      const entry = makeEntry({ ...part, epoch: 0, op: 10, parent: 0, view: 0 });
      runPart(replica, state, entry, part);
      return [...state.clientTable.keys()].sort();
    });
    expect(left).toEqual([
      [6, 7, 8],
      [6, 7, 8],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Request } from '../data/client-messages.ts';
import { Cluster } from '../testing/cluster.ts';
import { testConfig } from '../testing/test-config.ts';
import { chain, packet, sent } from '../testing/values.ts';
import { checksumAt } from './log.ts';

/** A cluster whose replicas have started and read their empty disks. */
function started(replicas: number, clients = 0): Cluster {
  const cluster = new Cluster({ replicas, clients });
  cluster.run();
  return cluster;
}

/** A Register of a made-up client. */
function register(cluster: Cluster, client: number): void {
  const request: Request = {
    body: null,
    client,
    epoch: 0,
    kind: 'register',
    request: 0,
    session: 0,
    type: 'Request',
  };
  const from = cluster.config.members.length;
  const packetFrom = cluster.clients[0]?.id;
  if (packetFrom === undefined) throw new Error(`no client process ${from}`);
  cluster.inject({ from: packetFrom, to: cluster.state(0).self, message: request });
}

function prepareOk(cluster: Cluster, from: number, op: number): void {
  const { log, view } = cluster.state(0);
  const checksum = checksumAt(log, op);
  cluster.inject(packet(cluster, from, 0, { type: 'PrepareOk', checksum, op, view }));
}

function finishDisk(cluster: Cluster, replica: number): void {
  while (cluster.disk(replica).requests.length > 0) cluster.completeDisk(replica);
}

describe('normal case', () => {
  it('should execute a request at all replicas and answer it once it is committed', () => {
    const cluster = started(3, 1);
    cluster.invoke(3, { kind: 'add', amount: 5 });
    cluster.pass(50_000);
    expect(cluster.outcomes).toEqual([
      { client: 3, outcome: { type: 'ok', result: { kind: 'add', value: 5 } } },
    ]);
    for (const replica of [0, 1, 2]) expect(cluster.state(replica).commit).toBe(2);
    expect(cluster.executions.filter(({ executed }) => executed.entry.op === 2)).toHaveLength(3);
  });

  it('should commit nothing that only the primary holds, and nothing that it has not synced itself', () => {
    const cluster = started(3, 1);
    register(cluster, 100);
    finishDisk(cluster, 0);
    expect(cluster.state(0).commit).toBe(0);
    register(cluster, 101);
    prepareOk(cluster, 1, 2);
    expect(cluster.state(0).commit).toBe(1);
    finishDisk(cluster, 0);
    expect(cluster.state(0).commit).toBe(2);
  });

  it('should commit the whole prefix by an acknowledgement of its end', () => {
    const cluster = started(3, 1);
    for (const client of [100, 101, 102]) register(cluster, client);
    finishDisk(cluster, 0);
    prepareOk(cluster, 2, 3);
    expect(cluster.state(0).commit).toBe(3);
    expect(sent(cluster, 0, 'Reply').map((reply) => reply.client)).toEqual([100, 101, 102]);
  });

  it('should count each replica once: in a group of four two are no quorum', () => {
    const cluster = started(4, 1);
    register(cluster, 100);
    finishDisk(cluster, 0);
    for (let i = 0; i < 4; i++) prepareOk(cluster, 1, 1);
    expect(cluster.state(0).commit).toBe(0);
    prepareOk(cluster, 2, 1);
    expect(cluster.state(0).commit).toBe(1);
  });

  it('should not count an acknowledgement of another view or of another entry', () => {
    const cluster = started(3, 1);
    register(cluster, 100);
    finishDisk(cluster, 0);
    const checksum = checksumAt(cluster.state(0).log, 1);
    cluster.inject(packet(cluster, 1, 0, { type: 'PrepareOk', checksum, op: 1, view: 3 }));
    cluster.inject(packet(cluster, 1, 0, { type: 'PrepareOk', checksum: checksum ^ 1, op: 1, view: 0 }));
    cluster.inject(packet(cluster, 1, 0, { type: 'PrepareOk', checksum, op: 9, view: 0 }));
    expect(cluster.state(0).commit).toBe(0);
  });

  it('should acknowledge an entry only when it is synced, and all synced ones at once', () => {
    const cluster = started(3);
    const [first, second] = chain(0, 2);
    for (const entry of [first, second]) {
      if (entry) cluster.inject(packet(cluster, 0, 1, { type: 'Prepare', commit: 0, entry, view: 0 }));
    }
    cluster.completeDisk(1);
    cluster.completeDisk(1);
    expect(sent(cluster, 1, 'PrepareOk')).toEqual([]);
    expect(cluster.disk(1).requests.map(({ op }) => op)).toEqual(['sync']);
    cluster.completeDisk(1);
    expect(sent(cluster, 1, 'PrepareOk').map((ok) => ok.op)).toEqual([1]); // the sync was issued before the second was written
    cluster.completeDisk(1);
    expect(sent(cluster, 1, 'PrepareOk').map((ok) => ok.op)).toEqual([1, 2]);
  });

  it('should not acknowledge past a write that has not ended, though later ones have', () => {
    const cluster = started(3);
    for (const entry of chain(0, 3)) {
      cluster.inject(packet(cluster, 0, 1, { type: 'Prepare', commit: 0, entry, view: 0 }));
    }
    cluster.completeDisk(1, 2);
    cluster.completeDisk(1, 1);
    expect(cluster.disk(1).requests.map(({ op }) => op)).toEqual(['write']);
    finishDisk(cluster, 1);
    expect(sent(cluster, 1, 'PrepareOk').map((ok) => ok.op)).toEqual([3]);
  });

  it('should drop a Prepare that does not follow, is damaged, or is for another replica', () => {
    const cluster = started(3);
    const [, second] = chain(0, 2);
    const [other] = chain(7, 1);
    if (second === undefined || other === undefined) throw new Error('no entries');
    const damaged = { ...other, request: 1 };
    const ahead = packet(cluster, 0, 1, { type: 'Prepare', commit: 1, entry: second, view: 0 });
    const broken = packet(cluster, 0, 1, { type: 'Prepare', commit: 1, entry: damaged, view: 0 });
    const notPrimary = packet(cluster, 2, 1, { type: 'Prepare', commit: 1, entry: other, view: 0 });
    const elsewhere = packet(cluster, 0, 2, { type: 'Prepare', commit: 1, entry: other, view: 0 });
    for (const bad of [ahead, broken, notPrimary]) cluster.inject(bad);
    cluster.inject({ ...elsewhere, to: cluster.state(1).self });
    expect(cluster.state(1).log).toEqual([]);
    expect(cluster.state(1).commit).toBe(0);
  });

  it('should resend a Prepare until it is acknowledged, and the acknowledgement when the Prepare is repeated', () => {
    const cluster = started(3, 1);
    register(cluster, 100);
    cluster.run(({ message }) => message.type !== 'Prepare');
    expect(cluster.drop(({ message }) => message.type === 'Prepare')).toHaveLength(2);
    cluster.pass(20_000, ({ message }) => message.type !== 'PrepareOk');
    expect(cluster.drop(({ message }) => message.type === 'PrepareOk').length).toBeGreaterThan(0);
    expect(cluster.state(1).log.length).toBe(1);
    expect(cluster.state(0).commit).toBe(0);
    cluster.pass(30_000);
    expect(cluster.state(0).commit).toBe(1);
  });

  it('should tell idle backups the commit number by heartbeats', () => {
    const cluster = started(3, 1);
    register(cluster, 100);
    cluster.run();
    expect(cluster.state(0).commit).toBe(1);
    expect(cluster.state(1).commit).toBe(0);
    cluster.pass(15_000);
    expect(cluster.state(1).commit).toBe(1);
  });

  it('should prepare no more than the pipeline holds', () => {
    const cluster = new Cluster({ config: testConfig(3, { pipelineMax: 2 }), clients: 1 });
    cluster.run();
    for (const client of [100, 101, 102]) register(cluster, client);
    expect(cluster.state(0).log.length).toBe(2);
    finishDisk(cluster, 0);
    prepareOk(cluster, 1, 1);
    register(cluster, 102);
    expect(cluster.state(0).log.length).toBe(3);
  });

  it('should abdicate when it hears no quorum, so that a primary that can only send is replaced', () => {
    const cluster = started(3, 1);
    cluster.pass(200_000, ({ to }) => to !== 0);
    expect(cluster.probes.get('abdication')).toBe(1);
    expect(cluster.state(1)).toMatchObject({ status: 'normal', view: 1 });
    cluster.packets.length = 0;
    cluster.pass(200_000);
    expect(cluster.state(0)).toMatchObject({ status: 'normal', view: 1 });
  });
});

import { describe, expect, it } from 'vitest';
import { processId } from '../../process/ids.ts';
import type { ReadMode } from '../data/config.ts';
import type { Packet } from '../testing/cluster.ts';
import { Cluster } from '../testing/cluster.ts';
import { testConfig } from '../testing/test-config.ts';
import { sent } from '../testing/values.ts';

const LEASE = { leaseUs: 40_000, leaseDriftPpm: 100_000 };
/** The part of such a lease that the primary may use. */
const TERM_US = 32_725;
const WRITER = 3;
const READER = 4;
const OTHER = 5;

/** Three replicas, a client with a session that has written 5, and two that read in a given mode. */
function started(mode: ReadMode, lease: { leaseUs: number; leaseDriftPpm: number } | undefined = undefined) {
  const cluster = new Cluster({
    config: testConfig(3, lease),
    clients: 3,
    client: { modeOf: (operation) => (operation === READ ? mode : 'log') },
  });
  cluster.run();
  write(cluster);
  return cluster;
}

const READ = { kind: 'get' };
const got = (value: number) => ({ client: READER, outcome: { type: 'ok', result: { kind: 'get', value } } });

function write(cluster: Cluster): void {
  cluster.invoke(WRITER, { kind: 'add', amount: 5 });
  cluster.pass(15_000);
}

const ofReader = (cluster: Cluster): readonly unknown[] =>
  cluster.outcomes.filter(({ client }) => client === READER);

const without =
  (replica: number) =>
  ({ from, to }: Packet): boolean =>
    from !== replica && to !== replica;

function lastPacket(cluster: Cluster, type: Packet['message']['type'], to: number): Packet {
  const packet = cluster.packets.findLast((each) => each.message.type === type && each.to === to);
  if (packet === undefined) throw new Error(`no ${type} to ${to} is on its way`);
  return packet;
}

/** Replicas 1 and 2 continue without 0, which does not hear of it, and 5 is added again. */
function depose(cluster: Cluster): void {
  cluster.invoke(WRITER, { kind: 'add', amount: 5 });
  cluster.pass(400_000, without(0));
  expect(cluster.outcomes.filter(({ client }) => client === WRITER)).toHaveLength(2);
}

describe('a quorum read', () => {
  it('should be answered when a quorum has confirmed after it came, and leave no trace in the log', () => {
    const cluster = started('quorum');
    const { length } = cluster.state(0).log;
    cluster.invoke(READER, READ);
    cluster.run(({ message }) => message.type !== 'Confirmed');
    expect(ofReader(cluster)).toEqual([]);
    cluster.run(without(2));
    expect(ofReader(cluster)).toEqual([got(5)]);
    expect(cluster.state(0).log).toHaveLength(length);
  });

  it('should count no replica twice', () => {
    const cluster = new Cluster({ replicas: 5, clients: 1, client: { modeOf: () => 'quorum' } });
    cluster.run();
    cluster.invoke(5, READ);
    cluster.run(
      ({ message, to }) => message.type !== 'Confirmed' && (message.type !== 'Confirm' || to === 1),
    );
    const early = cluster.packets.filter(({ message }) => message.type === 'Confirmed');
    cluster.run(({ message }) => message.type !== 'Confirm');
    expect(early).toHaveLength(1);
    expect(cluster.outcomes).toEqual([]);
    for (const packet of early) cluster.inject(packet);
    cluster.run(({ message }) => message.type !== 'Confirm');
    expect(cluster.outcomes).toEqual([]);
    cluster.deliver(lastPacket(cluster, 'Confirm', 2));
    cluster.run(({ message }) => message.type !== 'Confirm');
    expect(cluster.outcomes).toHaveLength(1);
  });

  it('should not take for an answer what was confirmed before it came', () => {
    const cluster = started('quorum');
    cluster.invoke(READER, READ);
    cluster.run(({ message }) => message.type !== 'Confirmed');
    const early = cluster.drop(({ message }) => message.type === 'Confirmed');
    cluster.outcomes.length = 0;
    cluster.invoke(OTHER, READ);
    for (const packet of early) cluster.inject(packet);
    cluster.run(({ message }) => message.type !== 'Confirm');
    expect(cluster.outcomes.map(({ client }) => client)).toEqual([READER]);
    cluster.run();
    expect(cluster.outcomes.map(({ client }) => client)).toEqual([READER, OTHER]);
  });

  it('should not be answered by a primary that was deposed without knowing', () => {
    const cluster = started('quorum');
    depose(cluster);
    cluster.invoke(READER, READ);
    cluster.run(({ from, to }) => from >= 3 || to >= 3); // clients reach all replicas
    expect(ofReader(cluster)).toEqual([]);
    cluster.pass(300_000);
    expect(ofReader(cluster)).toEqual([got(10)]);
  });
});

describe('a stale read', () => {
  it('should say as of which op it is, and refuse what the client has seen more of', () => {
    const cluster = started('stale');
    cluster.invoke(READER, READ);
    cluster.run();
    const op = cluster.state(0).commit;
    const result = { asOf: op, value: { kind: 'get', value: 5 } };
    expect(ofReader(cluster)).toEqual([{ client: READER, outcome: { type: 'ok', result } }]);

    cluster.invoke(READER, READ);
    const [request] = sent(cluster, READER, 'ReadRequest');
    if (request === undefined) throw new Error('no read was sent');
    expect(request.notBefore).toBe(op);
    cluster.packets.length = 0;
    cluster.inject({ from: processId(READER), to: processId(1), message: { ...request, notBefore: op + 1 } });
    expect(sent(cluster, 1, 'ReadRefused')).toMatchObject([{ op, reason: 'below-token' }]);
  });

  it('should be refused for what is not a read', () => {
    const cluster = new Cluster({ clients: 1, client: { modeOf: () => 'stale' } });
    cluster.run();
    cluster.invoke(3, { kind: 'add', amount: 1 });
    cluster.run();
    expect(cluster.outcomes).toEqual([{ client: 3, outcome: { type: 'failed', reason: 'not-a-read' } }]);
    expect(cluster.state(0).service).toEqual({ value: 0 });
  });
});

describe('a lease', () => {
  /** The first read asks for confirmation. From then on there is a lease. */
  function leased(): Cluster {
    const cluster = started('lease', LEASE);
    cluster.invoke(READER, READ);
    cluster.run();
    cluster.outcomes.length = 0;
    return cluster;
  }

  function readAlone(cluster: Cluster, afterUs: number): readonly unknown[] {
    cluster.pass(afterUs, () => false);
    cluster.invoke(READER, READ);
    cluster.run(({ from, to }) => from >= 3 || to >= 3);
    return ofReader(cluster);
  }

  it('should let the primary answer alone, for no longer than all clocks agree on', () => {
    expect(readAlone(leased(), TERM_US - 1)).toEqual([got(5)]);
    expect(readAlone(leased(), TERM_US + 1)).toEqual([]);
  });

  it('should keep backups from helping to elect another primary until it is over', () => {
    const cluster = leased();
    const { leaseUs } = LEASE;
    cluster.crash(0);
    cluster.pass(leaseUs - 1);
    expect([cluster.state(1).view, cluster.state(2).view]).toEqual([0, 0]);
    cluster.pass(300_000);
    expect(cluster.state(1)).toMatchObject({ status: 'normal', view: 1 });
  });

  it('should be kept by a backup that does not remember whether it promised one', () => {
    const cluster = leased();
    cluster.crash(1);
    cluster.start(1);
    cluster.run(without(0));
    const { boundUntilUs } = cluster.state(1).lease;
    expect(boundUntilUs).toBe(cluster.nowUs + LEASE.leaseUs);
  });

  it('should end when the primary enters another view', () => {
    const cluster = leased();
    expect(cluster.state(0).lease.confirmedUs).not.toEqual([0, 0, 0]);
    cluster.pass(400_000, without(0));
    cluster.pass(50_000);
    expect(cluster.state(0).view).toBeGreaterThan(0);
    expect(cluster.state(0).lease.confirmedUs).toEqual([0, 0, 0]);
  });
});

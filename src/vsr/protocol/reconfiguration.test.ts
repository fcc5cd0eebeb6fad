import { describe, expect, it } from 'vitest';
import { type ProcessId, processId } from '../../process/ids.ts';
import { firstViewOf } from '../data/epochs.ts';
import type { Packet } from '../testing/cluster.ts';
import { Cluster, type ClusterOptions } from '../testing/cluster.ts';
import { testConfig } from '../testing/test-config.ts';

const OPERATOR = { membersOf: membersAsked };

/** A reconfiguration in the form of a client operation: `{ become: [0, 1, 4] }`. */
function membersAsked(operation: unknown): readonly ProcessId[] | undefined {
  return (operation as { readonly become?: readonly number[] }).become?.map(processId);
}

function started(members: number, spares: number, options: ClusterOptions = {}): Cluster {
  const config = testConfig(members);
  const cluster = new Cluster({ config, spares, clients: 2, client: OPERATOR, ...options });
  cluster.run();
  if (options.client === undefined) add(cluster, 1);
  return cluster;
}

const clientOf = (cluster: Cluster): number => cluster.world.replicas;

/** One complete operation of the first client. */
function add(cluster: Cluster, amount: number): void {
  const before = cluster.outcomes.length;
  cluster.invoke(clientOf(cluster), { kind: 'add', amount });
  cluster.pass(2_000_000);
  expect(cluster.outcomes.slice(before)).toMatchObject([{ outcome: { type: 'ok' } }]);
}

/** A reconfiguration, as far as it gets. */
function become(cluster: Cluster, members: readonly number[], usable = (_: Packet): boolean => true): void {
  cluster.invoke(clientOf(cluster) + 1, { become: members });
  cluster.pass(500_000, usable);
}

const without =
  (...gone: readonly number[]) =>
  ({ from, to }: Packet): boolean =>
    !gone.includes(from) && !gone.includes(to);

const standing = (cluster: Cluster, replica: number): object => {
  const { commit, config, epoch, service, status } = cluster.state(replica);
  return { commit, config, epoch, service, status };
};

describe('reconfiguration', () => {
  it('should let a group grow: joining replicas get everything, and count for the quorum', () => {
    const cluster = started(3, 2);
    become(cluster, [0, 1, 2, 3, 4]);
    add(cluster, 10);
    for (const replica of [0, 1, 2, 3, 4]) {
      expect(standing(cluster, replica)).toMatchObject({
        epoch: 1,
        service: { value: 11 },
        status: 'normal',
      });
    }
    cluster.invoke(clientOf(cluster), { kind: 'add', amount: 100 });
    const before = cluster.outcomes.length;
    cluster.pass(2_000_000, without(2, 3, 4)); // two of the old three are not enough any more
    expect(cluster.outcomes).toHaveLength(before);
    cluster.pass(2_000_000, without(3, 4));
    expect(cluster.outcomes).toHaveLength(before + 1);
  });

  it('should tell the client about the new group, even if all members that it knows have left', () => {
    const cluster = started(3, 3);
    become(cluster, [3, 4, 5]);
    add(cluster, 10);
    expect(cluster.clients[0]?.state).toMatchObject({ epoch: 1, members: [3, 4, 5] });
    for (const replica of [3, 4, 5]) expect(cluster.state(replica).service).toEqual({ value: 11 });
    for (const replica of [0, 1, 2]) expect(cluster.state(replica).status).toBe('retired');
  });

  it('should keep leaving replicas until every quorum has a member with the log (R05)', () => {
    const cluster = started(3, 3);
    become(cluster, [3, 4, 5], without(4, 5));
    expect(cluster.state(0).status).toBe('leaving');
    expect(cluster.state(3)).toMatchObject({ epoch: 1 });
    cluster.pass(1_000_000, ({ message }) => message.type !== 'EpochStarted' || message.from === 3);
    expect([0, 1, 2].map((replica) => cluster.state(replica).status)).toEqual([
      'leaving',
      'leaving',
      'leaving',
    ]);
    cluster.pass(1_000_000);
    expect([0, 1, 2].map((replica) => cluster.state(replica).status)).toEqual([
      'retired',
      'retired',
      'retired',
    ]);
  });

  it('should prepare nothing behind the last op of the epoch, and answer requests afterwards (R02)', () => {
    const cluster = started(3, 2);
    cluster.invoke(clientOf(cluster) + 1, { become: [0, 3, 4] });
    cluster.run(({ message }) => message.type !== 'PrepareOk' && message.type !== 'Reply'); // a session
    cluster.run(({ message }) => message.type !== 'PrepareOk' || message.op < 4);
    expect(cluster.state(0).log.at(-1)).toMatchObject({ kind: 'reconfiguration', op: 4 });
    cluster.invoke(clientOf(cluster), { kind: 'add', amount: 10 });
    cluster.pass(5_000, ({ message }) => message.type !== 'PrepareOk' || message.op < 4);
    expect(cluster.state(0).log).toHaveLength(4);
    cluster.pass(2_000_000);
    expect(cluster.state(3).service).toEqual({ value: 11 });
    expect(cluster.outcomes).toHaveLength(3);
  });

  it('should go through the log, however the client reads', () => {
    const cluster = started(3, 1, { client: { ...OPERATOR, modeOf: () => 'stale' } });
    become(cluster, [0, 1, 3]);
    expect(cluster.state(3)).toMatchObject({ epoch: 1, status: 'normal' });
  });

  it('should take part after a restart only when the epoch that it executes again is durable', () => {
    const cluster = started(3, 1);
    cluster.invoke(clientOf(cluster) + 1, { become: [0, 1, 3] });
    const endsEpoch = ({ to, message }: Packet): boolean =>
      to === 2 && message.type === 'Prepare' && message.entry.kind === 'reconfiguration';
    const saysMore = ({ message: { type } }: Packet): boolean => type === 'StartEpoch' || type === 'NewState';
    // 1. the Commit of the last op of the epoch overtakes its Prepare
    cluster.run((packet) => !endsEpoch(packet) && !saysMore(packet));
    const last = cluster.state(0).log.length;
    expect(cluster.state(0)).toMatchObject({ epoch: 1 });
    expect(cluster.state(2)).toMatchObject({ epoch: 0, commitMax: last, log: { length: last - 1 } });
    // 2. so the record of the entry has the commit number; the record of the new epoch, behind it, is lost
    const [late] = cluster.drop(endsEpoch);
    if (late === undefined) throw new Error('no Prepare is late');
    cluster.deliver(late);
    expect(cluster.state(2)).toMatchObject({ epoch: 1 });
    const syncAt = (): number => cluster.disk(2).requests.findIndex(({ op }) => op === 'sync');
    cluster.completeDisk(2);
    cluster.completeDisk(2, syncAt());
    cluster.drop(() => true);
    cluster.crash(2);
    cluster.start(2);
    // 3. the start writes its incarnation, executes the op again, and writes the epoch; the first sync covers only the
    //    incarnation
    while (syncAt() < 0) cluster.completeDisk(2);
    cluster.completeDisk(2, syncAt());
    expect(cluster.state(2)).toMatchObject({ epoch: 1, status: 'starting', durable: { view: 0 } });
    expect(cluster.packets).toEqual([]);
    while (cluster.disk(2).requests.length > 0) cluster.completeDisk(2);
    expect(cluster.state(2)).toMatchObject({ status: 'leaving', durable: { view: firstViewOf(1) } });
  });

  it('should be refused if the epoch has ended already (R06)', () => {
    const cluster = started(3, 2);
    const asked: Packet[] = [];
    cluster.onSend = (packet) => {
      const { message } = packet;
      if (message.type === 'Request' && message.kind === 'reconfiguration') asked.push(packet);
    };
    become(cluster, [0, 1, 3]);
    const [first] = asked;
    if (first?.message.type !== 'Request') throw new Error('nothing was asked');
    cluster.inject({ ...first, message: { ...first.message, request: first.message.request + 1 } });
    cluster.pass(500_000);
    expect(cluster.state(0).log.at(-1)).toMatchObject({ kind: 'reconfiguration', epoch: 1 });
    for (const replica of [0, 1, 3]) {
      expect(standing(cluster, replica)).toMatchObject({ commit: 5, config: [0, 1, 3], epoch: 1 });
    }
  });

  it('should be completed by the next primary if the old one dies before another replica knows that it is committed', () => {
    const cluster = started(3, 2);
    cluster.crashAt = (replica, point) => replica === 0 && point === 'before-epoch-change';
    become(cluster, [1, 3, 4]);
    expect(cluster.isUp(0)).toBe(false);
    cluster.pass(3_000_000);
    for (const replica of [1, 3, 4])
      expect(cluster.state(replica)).toMatchObject({ epoch: 1, status: 'normal' });
    expect(cluster.state(2).status).toBe('retired');
    add(cluster, 10);
  });

  it('should bring back a replica that missed two epochs, whichever replica it meets (R07)', () => {
    const cluster = started(3, 2);
    become(cluster, [0, 2, 3], without(2));
    cluster.pass(500_000, without(2));
    become(cluster, [3, 2, 4], without(2));
    cluster.pass(500_000, without(2));
    expect(cluster.state(2)).toMatchObject({ epoch: 0 });
    cluster.crash(3);
    cluster.pass(3_000_000);
    expect(cluster.state(2)).toMatchObject({ epoch: 2, status: 'normal' });
    add(cluster, 10);
  });

  it('should let no replica vote without the log of the epoch (R04)', () => {
    const cluster = started(3, 3);
    become(cluster, [3, 4, 5], ({ message }) => message.type !== 'EpochLog');
    cluster.pass(3_000_000, ({ message }) => message.type !== 'EpochLog');
    for (const replica of [3, 4, 5]) {
      expect(cluster.state(replica)).toMatchObject({ status: 'transitioning', view: 0 });
      expect(cluster.state(replica).next).toMatchObject({ epoch: 1 });
    }
    cluster.pass(1_000_000);
    for (const replica of [3, 4, 5])
      expect(cluster.state(replica)).toMatchObject({ epoch: 1, status: 'normal' });
  });

  it('should give a joining replica the log if no view has a primary without it (F1)', () => {
    const cluster = started(3, 1);
    become(cluster, [0, 1, 3], without(3));
    cluster.pass(500_000, without(3));
    cluster.crash(1);
    cluster.pass(1_000_000, without(3)); // 0 is alone, and abdicates
    expect(cluster.state(0).status).toBe('normal'); // with pre-vote it only asks
    cluster.crash(0);
    cluster.start(0);
    cluster.pass(1_000_000, without(3));
    expect(cluster.state(0).status).toBe('view-change');
    cluster.pass(3_000_000);
    expect(cluster.state(3)).toMatchObject({ epoch: 1, status: 'normal' });
    add(cluster, 10);
  });

  it('should reach a primary that has abdicated', () => {
    const cluster = started(3, 1, { config: testConfig(3, { preVote: false }) });
    cluster.pass(400_000, without(0));
    expect(cluster.state(0)).toMatchObject({ status: 'normal', view: 0, timing: { abdicated: true } });
    become(cluster, [1, 2, 3], without(0));
    cluster.pass(1_000_000, without(0));
    expect(cluster.state(1)).toMatchObject({ epoch: 1 });
    cluster.drop(() => true);
    cluster.pass(2_000_000);
    expect(cluster.state(0).status).toBe('retired');
  });

  it('should survive restarts: members and leaving replicas restart as such', () => {
    const cluster = started(3, 2, { config: testConfig(3, { checkpointOps: 4 }) });
    become(cluster, [2, 3, 4]);
    add(cluster, 10);
    for (const replica of [0, 1, 2, 3, 4]) cluster.crash(replica);
    for (const replica of [0, 1, 2, 3, 4]) cluster.start(replica);
    cluster.pass(3_000_000);
    for (const replica of [2, 3, 4]) {
      expect(standing(cluster, replica)).toMatchObject({
        config: [2, 3, 4],
        epoch: 1,
        service: { value: 11 },
      });
    }
    for (const replica of [0, 1]) expect(cluster.state(replica).status).toBe('retired');
    expect(cluster.state(2).view).toBeGreaterThanOrEqual(firstViewOf(1));
    add(cluster, 100);
  });

  it('should send a checkpoint to a joining replica when the log below is cut', () => {
    const cluster = started(3, 1, { config: testConfig(3, { checkpointOps: 2 }) });
    for (let amount = 2; amount < 12; amount++) add(cluster, amount);
    become(cluster, [0, 1, 2, 3]);
    cluster.pass(1_000_000);
    expect(cluster.state(3)).toMatchObject({ epoch: 1, service: { value: 66 }, status: 'normal' });
    expect(cluster.state(3).logBase).toBeGreaterThan(0);
    expect(cluster.state(3).membership).toMatchObject({ config: [0, 1, 2, 3], epoch: 1 });
  });

  it('should be learnt from the first message by a replica that has lost its disk', () => {
    const cluster = started(3, 1, { config: testConfig(3, { logInMemory: true }) });
    become(cluster, [1, 2, 3]);
    add(cluster, 10);
    cluster.crash(3);
    cluster.start(3);
    cluster.pass(2_000_000);
    expect(standing(cluster, 3)).toMatchObject({ epoch: 1, service: { value: 11 }, status: 'normal' });
    cluster.crash(0); // it is not needed, and its state is lost
    cluster.start(0);
    cluster.pass(2_000_000);
    expect(['transitioning', 'retired']).toContain(cluster.state(0).status);
  });
});

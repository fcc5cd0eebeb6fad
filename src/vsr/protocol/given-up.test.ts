import { describe, expect, it } from 'vitest';
import type { RecoveryResponse } from '../data/messages.ts';
import { formatted } from '../storage/format-disk.ts';
import { Cluster, type Packet } from '../testing/cluster.ts';
import { finishDisk } from '../testing/scripts.ts';
import { testConfig } from '../testing/test-config.ts';
import { chain, packet, sent } from '../testing/values.ts';

const SECOND_US = 1_000_000;

/** Five replicas with distrusted disks that have executed some operations; checkpoints are made after every second op. */
function started(operations: number): Cluster {
  const config = testConfig(5, { distrustsDisk: true, checkpointOps: 2 });
  const cluster = new Cluster({ config, clients: 1 });
  for (const replica of config.members) {
    cluster.crash(replica);
    for (const [name, bytes] of formatted()) cluster.disk(replica).durable.set(name, bytes);
    cluster.start(replica);
  }
  cluster.run();
  add(cluster, operations);
  return cluster;
}

function add(cluster: Cluster, operations: number, usable = (_: Packet): boolean => true): void {
  for (let i = 0; i < operations; i++) {
    cluster.invoke(5, { kind: 'add', amount: 1 });
    cluster.pass(100_000, usable);
  }
}

/** A replica comes back with an empty disk. Nothing that it sends has arrived yet. */
function loseDisk(cluster: Cluster, replica: number): void {
  cluster.crash(replica);
  cluster.disk(replica).durable.clear();
  cluster.start(replica);
  finishDisk(cluster, replica);
  expect(cluster.state(replica).status).toBe('recovering');
}

const without =
  (gone: number) =>
  ({ from, to }: Packet): boolean =>
    from !== gone && to !== gone;

describe('what was fetched and is of no use', () => {
  it('should be given up: a checkpoint below the start of every log (F13)', () => {
    const cluster = started(4);
    loseDisk(cluster, 4);
    // the checkpoint comes from replica 3, which then hears of nothing any more; it still sends that checkpoint
    cluster.inject(packet(cluster, 4, 3, { type: 'GetCheckpoint', offset: 0, op: 0, view: 0 }));
    const usable = ({ from, to }: Packet): boolean => from + to === 7 || (from !== 3 && to !== 3);
    cluster.run(({ from, message }) => from === 3 && message.type === 'CheckpointPiece');
    const { fetch } = cluster.state(4);
    expect(fetch?.gotBytes).toBe(fetch?.bytes.length);
    const cut = (each: Packet): boolean => usable(each) && each.from !== 4 && each.to !== 4;
    add(cluster, 4, cut);
    expect(cluster.state(0).logBase).toBeGreaterThan(fetch?.op ?? 0);
    cluster.pass(2 * SECOND_US, usable);
    const { commit, status } = cluster.state(4);
    expect({ commit, status }).toEqual({ commit: cluster.state(0).commit, status: 'normal' });
  });

  it('should be given up: answers to a recovery whose latest view nobody else will see (F14)', () => {
    const cluster = started(4);
    loseDisk(cluster, 4);
    // replicas 0 to 2 answer; it takes a generation, and asks again
    cluster.run(({ from, to }) => from + to <= 6 && (to !== 4 || cluster.state(4).recovery.generation === 0));
    expect(cluster.state(4).recovery.generation).toBeGreaterThan(0);
    expect(cluster.state(4).recovery.answers.size).toBe(0);
    const { nonce } = cluster.state(4).recovery;
    const answer = { type: 'RecoveryResponse', nonce, view: 8, log: null, commit: 0 } as const;
    const rest: Pick<RecoveryResponse, 'entries' | 'generations'> = { entries: [], generations: [] };
    cluster.inject(packet(cluster, 3, 4, { ...answer, ...rest })); // it has promised view 8, and dies
    cluster.pass(5 * SECOND_US, without(3));
    expect(cluster.state(4)).toMatchObject({ status: 'normal', view: 0 });
  });

  it('should be no reason to hang in a group of one', () => {
    const cluster = new Cluster({ config: testConfig(1), spares: 1 });
    cluster.run();
    const piece = { type: 'CheckpointPiece', bytes: new Uint8Array(8), sum: 1, totalBytes: 16 } as const;
    cluster.inject(packet(cluster, 1, 0, { ...piece, logView: 0, offset: 0, op: 4, view: 0 }));
    cluster.drop(() => true);
    cluster.pass(SECOND_US, () => false);
    expect(sent(cluster, 0, 'GetCheckpoint').at(-1)).toMatchObject({ to: 1, op: 4, offset: 8 });
  });

  it('should be less than what can still be used: an answer that is slower than the resend timer (F15)', () => {
    const cluster = new Cluster({ replicas: 3 });
    cluster.run();
    const log = chain(0, 3);
    cluster.inject(packet(cluster, 0, 1, { type: 'Commit', commit: 3, view: 0 }));
    cluster.pass(60_000, () => false);
    const [first, last] = [sent(cluster, 1, 'GetState')[0], sent(cluster, 1, 'GetState').at(-1)];
    expect(last?.nonce).toBeGreaterThan(first?.nonce ?? 0);
    const late = { type: 'NewState', commit: 3, nonce: first?.nonce ?? 0, view: 0 } as const;
    cluster.inject(packet(cluster, 0, 1, { ...late, suffix: { after: 0, entries: log, parent: 0 } }));
    expect(cluster.state(1).log).toEqual(log);
  });
});

import { describe, expect, it } from 'vitest';
import type { Entry } from '../data/entry.ts';
import { Cluster } from '../testing/cluster.ts';
import { finishDisk } from '../testing/scripts.ts';
import { testConfig } from '../testing/test-config.ts';
import { chain, packet, sent } from '../testing/values.ts';

function started(replicas: number, pipelineMax = 8): Cluster {
  const cluster = new Cluster({ config: testConfig(replicas, { pipelineMax }) });
  cluster.run();
  return cluster;
}

function prepare(cluster: Cluster, to: number, entry: Entry | undefined, commit = 0, view = 0): void {
  const from = view % cluster.config.members.length;
  if (entry === undefined) throw new Error('no entry');
  cluster.inject(packet(cluster, from, to, { type: 'Prepare', commit, entry, view }));
}

function commit(cluster: Cluster, to: number, number: number, view = 0): void {
  const from = view % cluster.config.members.length;
  cluster.inject(packet(cluster, from, to, { type: 'Commit', commit: number, view }));
}

function newState(
  cluster: Cluster,
  to: number,
  nonce: number,
  after: number,
  entries: readonly Entry[],
  view = 0,
): void {
  const suffix = { after, entries, parent: entries[0]?.parent ?? 0 };
  cluster.inject(packet(cluster, 0, to, { type: 'NewState', commit: 0, nonce, suffix, view }));
}

const ops = (cluster: Cluster, replica: number): number[] =>
  cluster.state(replica).log.map((entry) => entry.op);

describe('state transfer within a view (T1)', () => {
  it('should fetch missed entries and execute them', () => {
    const cluster = started(3);
    const log = chain(0, 12);
    for (const entry of log) prepare(cluster, 1, entry);
    finishDisk(cluster, 1);
    cluster.drop(() => true);
    commit(cluster, 2, 12);
    commit(cluster, 1, 12);
    cluster.pass(50_000, ({ from, to }) => from !== 0 && to !== 0);
    expect(ops(cluster, 2)).toHaveLength(12);
    expect(cluster.state(2).commit).toBe(12);
    expect(cluster.probes.get('state-transfer-t1')).toBe(1);
  });

  it('should ask the primary first, and another replica each time that there is no answer', () => {
    const cluster = started(3);
    commit(cluster, 2, 12);
    cluster.pass(30_000, () => false);
    const asked = sent(cluster, 2, 'GetState');
    expect(asked.map(({ to }) => to).slice(0, 3)).toEqual([0, 1, 0]);
    expect(new Set(asked.map(({ nonce }) => nonce)).size).toBe(asked.length);
  });

  it('should acknowledge and execute nothing above a gap', () => {
    const cluster = started(3);
    const [first, second, third] = chain(0, 3);
    prepare(cluster, 1, first);
    prepare(cluster, 1, third, 3);
    finishDisk(cluster, 1);
    expect(ops(cluster, 1)).toEqual([1]);
    expect(cluster.state(1).commit).toBe(1);
    expect(sent(cluster, 1, 'PrepareOk').map(({ op }) => op)).toEqual([1]);
    prepare(cluster, 1, second, 3);
    finishDisk(cluster, 1);
    expect(cluster.state(1).commit).toBe(3);
  });

  it('should take only the answer to a request of its own, in this view, and where its log ends now', () => {
    const cluster = started(3, 1);
    const log = chain(0, 4);
    prepare(cluster, 1, log[3]);
    const nonce = cluster.state(1).transfer.nonce;
    expect(nonce).toBeGreaterThan(0);
    newState(cluster, 1, nonce - 1, 0, log);
    newState(cluster, 1, nonce + 1, 0, log);
    newState(cluster, 1, nonce, 0, log, 3);
    newState(
      cluster,
      1,
      nonce,
      0,
      [log[0], log[2]].flatMap((entry) => entry ?? []),
    );
    expect(ops(cluster, 1)).toEqual([]);
    prepare(cluster, 1, log[0]);
    newState(cluster, 1, nonce, 0, log);
    expect(ops(cluster, 1)).toEqual([1]); // a late answer neither repeats nor skips
    const again = cluster.state(1).transfer.nonce;
    expect(again).not.toBe(nonce);
    newState(cluster, 1, again, 1, log.slice(1));
    expect(ops(cluster, 1)).toEqual([1, 2, 3, 4]);
  });

  it('should take no answer to an earlier incarnation', () => {
    const cluster = started(3, 1);
    const log = chain(0, 4);
    prepare(cluster, 1, log[3]);
    const before = cluster.state(1).transfer.nonce;
    cluster.crash(1);
    cluster.start(1);
    finishDisk(cluster, 1);
    prepare(cluster, 1, log[3]);
    newState(cluster, 1, before, 0, log);
    expect(ops(cluster, 1)).toEqual([]);
  });

  it('should answer only in its own view, when normal, and when it holds more (E15)', () => {
    const cluster = started(3);
    prepare(cluster, 1, chain(0, 1)[0]);
    const ask = (op: number, view: number): number => {
      cluster.drop(() => true);
      cluster.inject(packet(cluster, 2, 1, { type: 'GetState', nonce: 5, op, view }));
      return sent(cluster, 1, 'NewState').length;
    };
    expect(ask(1, 0)).toBe(0);
    expect(ask(0, 3)).toBe(0);
    expect(ask(0, 0)).toBe(1);
    cluster.inject(packet(cluster, 2, 1, { type: 'StartViewChange', commit: 0, promised: 2, view: 2 }));
    expect(cluster.state(1).status).toBe('view-change');
    expect(ask(0, 0)).toBe(0);
    expect(ask(0, 2)).toBe(0);
  });
});

describe('state transfer to a later view (T2)', () => {
  it('should promise the view, keep its log, and replace it in one step when the new one is complete', () => {
    const cluster = started(3);
    const old = chain(0, 2);
    for (const entry of old) prepare(cluster, 2, entry);
    finishDisk(cluster, 2);
    commit(cluster, 2, 0, 1);
    expect(cluster.state(2)).toMatchObject({ status: 'catching-up', view: 1, logView: 0 });
    expect(sent(cluster, 2, 'RequestStartView')).toEqual([]);
    finishDisk(cluster, 2);
    const [asked] = sent(cluster, 2, 'RequestStartView');
    expect(asked).toMatchObject({ to: 1, view: 1, commit: 0 });
    expect(ops(cluster, 2)).toEqual([1, 2]);
    const fresh = chain(1, 1);
    const suffix = { after: 0, entries: fresh, parent: 0 };
    const nonce = asked?.nonce ?? 0;
    cluster.inject(packet(cluster, 1, 2, { type: 'StartView', commit: 1, nonce, suffix, view: 1 }));
    expect(cluster.state(2)).toMatchObject({ status: 'normal', logView: 1, commit: 1 });
    expect(cluster.state(2).log).toEqual(fresh);
    expect(cluster.probes.get('state-transfer-t2')).toBe(1);
  });

  it('should ask again without an answer, and start a view change in the end', () => {
    const cluster = started(3);
    commit(cluster, 2, 0, 1);
    cluster.pass(50_000, () => false);
    expect(sent(cluster, 2, 'RequestStartView').length).toBeGreaterThan(2);
    cluster.pass(200_000, () => false);
    expect(sent(cluster, 2, 'StartViewChange').at(-1)).toMatchObject({ view: 2, promised: 1 });
  });

  it('should ask for more when a StartView starts above what it has executed', () => {
    const cluster = started(3);
    const suffix = { after: 2, entries: chain(1, 3).slice(2), parent: chain(1, 3)[1]?.checksum ?? 0 };
    cluster.inject(packet(cluster, 1, 2, { type: 'StartView', commit: 2, nonce: 0, suffix, view: 1 }));
    finishDisk(cluster, 2);
    expect(cluster.state(2)).toMatchObject({ status: 'catching-up', logView: 0 });
    expect(sent(cluster, 2, 'RequestStartView')).toMatchObject([{ commit: 0 }]);
  });

  it('should lose no committed op when a view change interrupts it (E2)', () => {
    // Primaries: 1 of view 1, 2 of view 2, 0 of view 3, 1 of view 4. op 1 is committed at 1 by the ack of 2.
    const cluster = started(3);
    const [one, two] = chain(1, 2);
    if (one === undefined || two === undefined) throw new Error('no entries');
    const suffix = { after: 0, entries: [one], parent: 0 };
    cluster.inject(packet(cluster, 1, 2, { type: 'StartView', commit: 0, nonce: 0, suffix, view: 1 }));
    finishDisk(cluster, 2);
    expect(sent(cluster, 2, 'PrepareOk')).toMatchObject([{ op: 1, view: 1 }]);
    // 0 has become primary of view 3 with [op 1, op 2] and prepares op 3: 2 hears of view 3, the transfer is lost
    prepare(cluster, 2, chain(3, 1, two)[0], 0, 3);
    finishDisk(cluster, 2);
    expect(cluster.state(2)).toMatchObject({ status: 'catching-up', view: 3, logView: 1 });
    cluster.drop(() => true);
    cluster.inject(packet(cluster, 1, 2, { type: 'StartViewChange', commit: 0, promised: 4, view: 4 }));
    finishDisk(cluster, 2);
    const [offered] = sent(cluster, 2, 'DoViewChange');
    expect(offered).toMatchObject({ view: 4, logView: 1, suffix: { after: 0, entries: [one] } });
  });
});

describe('a StartView that starts too high', () => {
  // Otherwise each answer brings another question at once (F11).
  it('should make a replica ask for its own, but not if this is what it asked for', () => {
    const cluster = started(3);
    commit(cluster, 2, 4, 3);
    finishDisk(cluster, 2);
    const asked = (): number[] => sent(cluster, 2, 'RequestStartView').map(({ nonce }) => nonce);
    const [nonce = 0] = asked();
    expect(nonce).toBeGreaterThan(0);
    const log = chain(3, 4);
    const suffix = { after: 2, entries: log.slice(2), parent: log[1]?.checksum ?? 0 };
    const startView = (to: number): void =>
      cluster.inject(packet(cluster, 0, 2, { type: 'StartView', commit: 4, nonce: to, suffix, view: 3 }));
    startView(nonce);
    expect(asked()).toHaveLength(1);
    startView(0);
    expect(asked()).toHaveLength(2);
  });
});

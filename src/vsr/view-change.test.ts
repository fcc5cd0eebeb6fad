import { describe, expect, it } from 'vitest';
import type { VsrConfig } from './config.ts';
import type { Entry } from './entry.ts';
import { checksumAt } from './log.ts';
import { Cluster, chain, packet, sent, testConfig } from './testing.ts';
import { viewTimeoutUs } from './timing.ts';

function started(replicas: number, changes: Partial<VsrConfig> = {}, clients = 0): Cluster {
  const cluster = new Cluster({ config: testConfig(replicas, changes), clients });
  cluster.run();
  return cluster;
}

function finishDisk(cluster: Cluster, replica: number): void {
  while (cluster.disk(replica).requests.length > 0) cluster.completeDisk(replica);
}

/** Replica `to` takes over the log of `view` from its primary. */
function startView(cluster: Cluster, to: number, view: number, entries: readonly Entry[], commit = 0): void {
  const from = view % cluster.config.members.length;
  const suffix = { after: 0, entries, parent: 0 };
  cluster.inject(packet(cluster, from, to, { type: 'StartView', commit, nonce: 0, suffix, view }));
  finishDisk(cluster, to);
}

function doViewChange(
  cluster: Cluster,
  from: number,
  view: number,
  logView: number,
  entries: readonly Entry[],
  commit = 0,
): void {
  const to = view % cluster.config.members.length;
  const suffix = { after: 0, entries, parent: 0 };
  cluster.inject(
    packet(cluster, from, to, { type: 'DoViewChange', generations: [], commit, logView, suffix, view }),
  );
  finishDisk(cluster, to);
}

function startViewChange(cluster: Cluster, from: number, to: number, view: number, promised = view): void {
  cluster.inject(packet(cluster, from, to, { type: 'StartViewChange', commit: 0, promised, view }));
}

const checksums = (entries: readonly Entry[]): number[] => entries.map((entry) => entry.checksum);

describe.each([true, false])('view change, pre-vote %s', (preVote) => {
  it('replaces a dead primary, and keeps what was committed and what was only prepared', () => {
    const cluster = started(3, { preVote }, 2);
    cluster.invoke(3, { kind: 'add', amount: 5 });
    cluster.run();
    cluster.invoke(4, { kind: 'add', amount: 7 });
    cluster.run(({ message }) => message.type !== 'PrepareOk' && message.type !== 'Reply');
    const { length } = cluster.state(1).log;
    cluster.crash(0);
    cluster.drop(() => true);
    cluster.pass(600_000);
    expect(cluster.state(1)).toMatchObject({ status: 'normal', view: 1 });
    expect(cluster.state(1).commit).toBeGreaterThanOrEqual(length);
    expect(cluster.outcomes.map(({ outcome }) => outcome)).toEqual([
      { type: 'ok', result: { kind: 'add', value: 5 } },
      { type: 'ok', result: { kind: 'add', value: 12 } },
    ]);
    expect(cluster.probes.get('view-change-with-uncommitted-tail')).toBe(1);
  });

  it('says nothing of a view before the promise is durable', () => {
    const cluster = started(3, { preVote });
    cluster.pass(55_000); // the timers are about to fire
    cluster.crash(0);
    cluster.drop(() => true);
    for (let i = 0; i < 20 && cluster.state(1).view === 0; i++) {
      cluster.fireNextTimer();
      for (const waiting of [...cluster.packets]) cluster.deliver(waiting);
    }
    expect(cluster.state(1).view).toBe(1);
    expect(cluster.state(1).durable.view).toBe(0);
    cluster.drop(() => true);
    for (let i = 0; i < 3; i++) cluster.fireNextTimer();
    const said = cluster.packets.filter(({ from, message }) => from === 1 && 'view' in message);
    for (const { message } of said) {
      expect(message).toMatchObject({ type: 'StartViewChange', promised: 0 });
      expect(preVote).toBe(true);
    }
  });

  it('repeats the same DoViewChange after a restart', () => {
    const cluster = started(3, { preVote });
    const log = chain(0, 3);
    for (const entry of log) {
      cluster.inject(packet(cluster, 0, 2, { type: 'Prepare', commit: entry.op - 1, entry, view: 0 }));
    }
    startViewChange(cluster, 1, 2, 1);
    finishDisk(cluster, 2);
    const [before] = sent(cluster, 2, 'DoViewChange');
    expect(before).toMatchObject({ logView: 0, commit: 2, suffix: { after: 2 } });
    cluster.drop(() => true);
    cluster.crash(2);
    cluster.start(2);
    finishDisk(cluster, 2);
    expect(sent(cluster, 2, 'DoViewChange')).toEqual([before]);
  });

  it('answers who still asks for a view that runs with the log of it', () => {
    const cluster = started(3, { preVote });
    doViewChange(cluster, 2, 1, 0, chain(0, 2), 1);
    expect(cluster.state(1)).toMatchObject({ status: 'normal', view: 1 });
    cluster.drop(() => true);
    startViewChange(cluster, 0, 1, 1);
    expect(sent(cluster, 1, 'StartView')).toMatchObject([{ to: 0, view: 1, suffix: { after: 0 } }]);
    cluster.drop(() => true);
    doViewChange(cluster, 2, 1, 0, chain(0, 2));
    expect(sent(cluster, 1, 'StartView')).toMatchObject([{ to: 2, view: 1 }]);
  });

  it('adopts the view that is named, and does not count up', () => {
    const cluster = started(5, { preVote });
    startViewChange(cluster, 3, 1, 7);
    startViewChange(cluster, 4, 1, 7);
    startViewChange(cluster, 4, 1, 7);
    expect(cluster.state(1).view).toBe(7);
  });
});

describe('view change', () => {
  it('does not let a replica that hears nothing disturb the others, with pre-vote', () => {
    const cluster = started(3);
    cluster.pass(2_000_000, ({ to }) => to !== 2);
    for (const replica of [0, 1, 2]) expect(cluster.state(replica).view).toBe(0);
    expect(cluster.state(2).suspects).toBe(true);
    cluster.packets.length = 0;
    cluster.pass(100_000);
    expect(cluster.state(2).suspects).toBe(false);
    expect(cluster.state(0).view).toBe(0);
  });

  it('moves everybody on when one has promised a later view, which it cannot come back from', () => {
    const cluster = started(3);
    startViewChange(cluster, 2, 1, 1);
    cluster.run();
    cluster.pass(600_000);
    const views = [0, 1, 2].map((replica) => cluster.state(replica).view);
    expect(new Set(views).size).toBe(1);
    expect(views[0]).toBeGreaterThanOrEqual(1);
    for (const replica of [0, 1, 2]) expect(cluster.state(replica).status).toBe('normal');
  });

  it('counts each replica once, for one view only (E7)', () => {
    const cluster = started(5, { preVote: false });
    for (let i = 0; i < 3; i++) startViewChange(cluster, 3, 2, 1);
    finishDisk(cluster, 2);
    expect(sent(cluster, 2, 'DoViewChange')).toEqual([]);
    startViewChange(cluster, 4, 2, 3);
    finishDisk(cluster, 2);
    startViewChange(cluster, 0, 2, 1);
    expect(sent(cluster, 2, 'DoViewChange')).toEqual([]);
    startViewChange(cluster, 1, 2, 3);
    expect(sent(cluster, 2, 'DoViewChange')).toMatchObject([{ to: 3, view: 3 }]);
  });

  it('does not start a view on less than a quorum of logs, whoever sends them how often', () => {
    const cluster = started(4);
    doViewChange(cluster, 2, 1, 0, []);
    doViewChange(cluster, 2, 1, 0, []);
    expect(cluster.state(1).status).toBe('view-change'); // two of four are no quorum (E17)
    doViewChange(cluster, 3, 1, 0, []);
    expect(cluster.state(1).status).toBe('normal');
  });

  it('takes the log of the latest log_view, though another holds an entry of a later view (E3)', () => {
    const cluster = started(3);
    const [x] = chain(0, 1);
    const [y] = chain(1, 1);
    if (x === undefined || y === undefined) throw new Error('no entries');
    startView(cluster, 0, 2, [x]);
    expect(cluster.state(0)).toMatchObject({ status: 'normal', logView: 2 });
    doViewChange(cluster, 1, 3, 1, [y]);
    expect(cluster.state(0)).toMatchObject({ status: 'normal', view: 3 });
    expect(checksums(cluster.state(0).log)).toEqual([x.checksum]);
  });

  it('takes the longest log of that log_view, and the highest commit number of all', () => {
    const cluster = started(5);
    const log = chain(0, 4);
    doViewChange(cluster, 2, 1, 0, log.slice(0, 2), 2);
    doViewChange(cluster, 3, 1, 0, log, 1);
    expect(cluster.state(1)).toMatchObject({ status: 'normal', commit: 2 });
    expect(checksums(cluster.state(1).log)).toEqual(checksums(log));
  });

  it('waits for a longer suffix when the best log starts above what the new primary has executed', () => {
    const cluster = started(3);
    const log = chain(0, 4);
    const suffix = { after: 3, entries: log.slice(3), parent: log[2]?.checksum ?? 0 };
    cluster.inject(
      packet(cluster, 2, 1, {
        type: 'DoViewChange',
        generations: [],
        commit: 3,
        logView: 0,
        suffix,
        view: 1,
      }),
    );
    finishDisk(cluster, 1);
    expect(cluster.state(1).status).toBe('view-change');
    expect(sent(cluster, 1, 'StartViewChange')).toMatchObject([{ commit: 0 }, { commit: 0 }]);
    doViewChange(cluster, 2, 1, 0, log, 3);
    expect(cluster.state(1)).toMatchObject({ status: 'normal', commit: 3 });
  });

  it('sends the suffix from where the new primary is', () => {
    const cluster = started(3);
    const log = chain(0, 3);
    for (const entry of log) {
      cluster.inject(packet(cluster, 0, 2, { type: 'Prepare', commit: 3, entry, view: 0 }));
    }
    startViewChange(cluster, 0, 2, 1);
    finishDisk(cluster, 2);
    expect(sent(cluster, 2, 'DoViewChange')).toMatchObject([{ suffix: { after: 3 } }]);
    cluster.inject(packet(cluster, 1, 2, { type: 'StartViewChange', commit: 1, promised: 1, view: 1 }));
    expect(sent(cluster, 2, 'DoViewChange')[1]).toMatchObject({ logView: 0, suffix: { after: 1 } });
  });

  it('does not take the StartView of its view again once it is normal: what it acknowledged stays (E8)', () => {
    const cluster = started(3);
    const log = chain(1, 2);
    const [first, second] = log;
    if (first === undefined || second === undefined) throw new Error('no entries');
    startView(cluster, 2, 1, [first]);
    cluster.inject(packet(cluster, 1, 2, { type: 'Prepare', commit: 0, entry: second, view: 1 }));
    finishDisk(cluster, 2);
    cluster.drop(() => true);
    startView(cluster, 2, 1, [first]);
    expect(checksums(cluster.state(2).log)).toEqual(checksums(log));
    expect(sent(cluster, 2, 'PrepareOk')).toMatchObject([{ op: 2 }]);
  });

  it('does not take the StartView of an older view', () => {
    const cluster = started(3);
    startView(cluster, 0, 2, chain(2, 1));
    startView(cluster, 0, 1, chain(1, 3));
    expect(cluster.state(0)).toMatchObject({ view: 2, logView: 2 });
    expect(cluster.state(0).log.length).toBe(1);
  });

  it('raises the commit number, and executes nothing twice (E5)', () => {
    const cluster = started(3);
    const log = chain(0, 3);
    for (const entry of log) {
      cluster.inject(packet(cluster, 0, 2, { type: 'Prepare', commit: 2, entry, view: 0 }));
    }
    startView(cluster, 2, 1, log, 1);
    expect(cluster.state(2)).toMatchObject({ commit: 2, commitMax: 2 });
    expect(cluster.executions.map(({ executed }) => executed.entry.op)).toEqual([1, 2]);
  });

  it('does not apply a commit number of a view whose log it does not have (E6)', () => {
    const cluster = started(3);
    const [stale] = chain(0, 1);
    if (stale === undefined) throw new Error('no entries');
    cluster.inject(packet(cluster, 0, 2, { type: 'Prepare', commit: 0, entry: stale, view: 0 }));
    startViewChange(cluster, 0, 2, 1);
    cluster.inject(packet(cluster, 1, 2, { type: 'Commit', commit: 1, view: 1 }));
    expect(cluster.executions).toEqual([]);
    const [fresh] = chain(1, 1);
    if (fresh === undefined) throw new Error('no entries');
    cluster.inject(packet(cluster, 1, 2, { type: 'Prepare', commit: 1, entry: fresh, view: 1 }));
    expect(checksums(cluster.state(2).log)).toEqual([stale.checksum]);
  });

  it('does not count acks of an earlier tenure (E9)', () => {
    const cluster = started(5, {}, 1);
    const client = cluster.clients[0]?.id;
    if (client === undefined) throw new Error('no client');
    const ask = (id: number): void => {
      const request = { body: null, client: id, epoch: 0, kind: 'register', request: 0, session: 0 } as const;
      cluster.inject({ from: client, to: cluster.state(0).self, message: { ...request, type: 'Request' } });
      finishDisk(cluster, 0);
    };
    const ack = (from: number, view: number): void => {
      const checksum = checksumAt(cluster.state(0).log, 1);
      cluster.inject(packet(cluster, from, 0, { type: 'PrepareOk', checksum, op: 1, view }));
    };
    ask(100);
    ack(1, 0);
    startView(cluster, 0, 1, []);
    doViewChange(cluster, 3, 5, 1, []);
    doViewChange(cluster, 4, 5, 1, []);
    expect(cluster.state(0)).toMatchObject({ status: 'normal', view: 5 });
    ask(101);
    ack(2, 5);
    expect(cluster.state(0).commit).toBe(0);
    ack(1, 0);
    expect(cluster.state(0).commit).toBe(0);
    ack(3, 5);
    expect(cluster.state(0).commit).toBe(1);
  });

  it('prepares a request again that the new log lost, and not one that it kept (E12)', () => {
    const cluster = started(3, {}, 1);
    const client = cluster.clients[0]?.id;
    if (client === undefined) throw new Error('no client');
    const ask = (id: number): void => {
      const request = { body: null, client: id, epoch: 0, kind: 'register', request: 0, session: 0 } as const;
      cluster.inject({ from: client, to: cluster.state(0).self, message: { ...request, type: 'Request' } });
    };
    ask(100);
    finishDisk(cluster, 0);
    startView(cluster, 0, 1, []);
    const kept = chain(1, 1);
    doViewChange(cluster, 1, 3, 1, kept);
    expect(cluster.state(0)).toMatchObject({ status: 'normal', view: 3 });
    ask(kept[0]?.client ?? 0);
    expect(cluster.state(0).log.length).toBe(1);
    ask(100);
    expect(cluster.state(0).log.length).toBe(2);
  });

  it('serves nobody and says nothing as primary before its log is durable', () => {
    const cluster = started(3, {}, 1);
    const suffix = { after: 0, entries: chain(0, 2), parent: 0 };
    cluster.inject(
      packet(cluster, 2, 1, {
        type: 'DoViewChange',
        generations: [],
        commit: 0,
        logView: 0,
        suffix,
        view: 1,
      }),
    );
    cluster.completeDisk(1); // the promise is written
    cluster.completeDisk(1); // and synced: the log is chosen
    expect(cluster.state(1)).toMatchObject({ status: 'view-change', logView: 1 });
    expect(sent(cluster, 1, 'StartView')).toEqual([]);
    finishDisk(cluster, 1);
    expect(cluster.state(1).status).toBe('normal');
    expect(sent(cluster, 1, 'StartView')).toHaveLength(2);
  });

  it('doubles the timeout with each failed attempt, up to the cap, and takes it back only after a stable time', () => {
    const cluster = started(3, { preVote: false });
    cluster.crash(0);
    cluster.pass(3_000_000, () => false);
    const { timing } = cluster.state(1);
    expect(timing.attempts).toBeGreaterThan(3);
    expect(viewTimeoutUs(cluster.config, timing)).toBeGreaterThanOrEqual(500_000);
    expect(viewTimeoutUs(cluster.config, timing)).toBeLessThanOrEqual(750_000);
    cluster.drop(() => true);
    cluster.start(0);
    while (cluster.state(1).status !== 'normal') cluster.pass(10_000);
    expect(timing.attempts).toBeGreaterThan(3);
    cluster.pass(2_000_000);
    expect(timing.attempts).toBe(0);
  });
});

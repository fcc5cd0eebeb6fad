import { describe, expect, it } from 'vitest';
import type { VsrConfig } from '../data/config.ts';
import { Cluster } from '../testing/cluster.ts';
import { checksums, doViewChange, finishDisk, startView, startViewChange } from '../testing/scripts.ts';
import { testConfig } from '../testing/test-config.ts';
import { chain, packet, sent } from '../testing/values.ts';
import { viewTimeoutUs } from './timing.ts';

function started(replicas: number, changes: Partial<VsrConfig> = {}, clients = 0): Cluster {
  const cluster = new Cluster({ config: testConfig(replicas, changes), clients });
  cluster.run();
  return cluster;
}

describe.each([true, false])('view change, pre-vote %s', (preVote) => {
  it('should replace a dead primary and keep committed and merely prepared entries', () => {
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

  it('should say nothing of a view before the promise is durable', () => {
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

  it('should repeat the same DoViewChange after a restart', () => {
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

  it('should answer a request for a running view with its StartView', () => {
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

  it('should adopt the view that is named, and not count up', () => {
    const cluster = started(5, { preVote });
    startViewChange(cluster, 3, 1, 7);
    startViewChange(cluster, 4, 1, 7);
    startViewChange(cluster, 4, 1, 7);
    expect(cluster.state(1).view).toBe(7);
  });
});

describe('view change', () => {
  it('should not let a replica that hears nothing disturb the others, with pre-vote', () => {
    const cluster = started(3);
    cluster.pass(2_000_000, ({ to }) => to !== 2);
    for (const replica of [0, 1, 2]) expect(cluster.state(replica).view).toBe(0);
    expect(cluster.state(2).suspects).toBe(true);
    cluster.packets.length = 0;
    cluster.pass(100_000);
    expect(cluster.state(2).suspects).toBe(false);
    expect(cluster.state(0).view).toBe(0);
  });

  it('should follow a replica that has promised a later view and cannot come back from it', () => {
    const cluster = started(3);
    startViewChange(cluster, 2, 1, 1);
    cluster.run();
    cluster.pass(600_000);
    const views = [0, 1, 2].map((replica) => cluster.state(replica).view);
    expect(new Set(views).size).toBe(1);
    expect(views[0]).toBeGreaterThanOrEqual(1);
    for (const replica of [0, 1, 2]) expect(cluster.state(replica).status).toBe('normal');
  });

  it('should count each replica once, for one view only (E7)', () => {
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

  it('should not start a view on less than a quorum of logs, however often they are sent', () => {
    const cluster = started(4);
    doViewChange(cluster, 2, 1, 0, []);
    doViewChange(cluster, 2, 1, 0, []);
    expect(cluster.state(1).status).toBe('view-change'); // two of four are no quorum (E17)
    doViewChange(cluster, 3, 1, 0, []);
    expect(cluster.state(1).status).toBe('normal');
  });

  it('should take the log of the highest log_view, though another has an entry of a later view (E3)', () => {
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

  it('should take the longest log of that log_view, and the highest commit number of all', () => {
    const cluster = started(5);
    const log = chain(0, 4);
    doViewChange(cluster, 2, 1, 0, log.slice(0, 2), 2);
    doViewChange(cluster, 3, 1, 0, log, 1);
    expect(cluster.state(1)).toMatchObject({ status: 'normal', commit: 2 });
    expect(checksums(cluster.state(1).log)).toEqual(checksums(log));
  });

  it('should wait for a longer suffix when the best log starts above what the new primary has executed', () => {
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

  it('should send the suffix from where the new primary is', () => {
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

  it('should double the timeout with each failed attempt, up to the cap, and reset it only after a stable period', () => {
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

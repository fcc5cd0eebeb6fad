import { describe, expect, it } from 'vitest';
import { Cluster } from '../testing/cluster.ts';
import { durableLog } from '../testing/durable-log.ts';
import { testConfig } from '../testing/test-config.ts';
import { chain, packet, sent } from '../testing/values.ts';

function finishDisk(cluster: Cluster, replica: number): void {
  while (cluster.disk(replica).requests.length > 0) cluster.completeDisk(replica);
}

function started(replicas: number, clients = 0): Cluster {
  const cluster = new Cluster({ replicas, clients });
  cluster.run();
  return cluster;
}

describe('restart', () => {
  it('should take no part before its incarnation is on the disk', () => {
    const cluster = new Cluster({ replicas: 3 });
    const [entry] = chain(0, 1);
    if (entry === undefined) throw new Error('no entries');
    while (cluster.disk(1).requests.length > 0) {
      cluster.inject(packet(cluster, 0, 1, { type: 'Prepare', commit: 0, entry, view: 0 }));
      expect(cluster.state(1)).toMatchObject({ status: 'starting', log: [] });
      cluster.completeDisk(1);
    }
    expect(cluster.state(1).status).toBe('normal');
    expect(durableLog(cluster.disk(1)).image.incarnation).toBe(1);
  });

  it('should restore log, view and commit number, and execute the committed ops again', () => {
    const cluster = started(3);
    for (const entry of chain(0, 4)) {
      cluster.inject(
        packet(cluster, 0, 1, { type: 'Prepare', commit: Math.max(0, entry.op - 2), entry, view: 0 }),
      );
    }
    finishDisk(cluster, 1);
    const { log } = cluster.state(1);
    cluster.crash(1);
    cluster.executions.length = 0;
    cluster.start(1);
    finishDisk(cluster, 1);
    expect(cluster.state(1)).toMatchObject({ status: 'normal', view: 0, incarnation: 2, log });
    // the last entry was written before its commit number was learnt
    expect(cluster.executions.map(({ executed }) => executed.entry.op)).toEqual([1]);
  });

  it('should restore the newest checkpoint, and execute only the ops above it', () => {
    const cluster = new Cluster({ config: testConfig(3, { checkpointOps: 2 }), clients: 1 });
    cluster.run();
    for (let amount = 1; amount <= 4; amount++) {
      cluster.invoke(3, { kind: 'add', amount });
      cluster.run();
    }
    cluster.pass(20_000); // a heartbeat tells backups that all five ops are committed
    const { clientTable, service } = structuredClone(cluster.state(1));
    expect(cluster.state(1)).toMatchObject({ commit: 5, checkpoint: { op: 4 }, logBase: 4 });
    cluster.crash(1);
    cluster.executions.length = 0;
    cluster.start(1);
    finishDisk(cluster, 1);
    cluster.pass(20_000);
    expect(cluster.executions.map(({ executed }) => executed.entry.op)).toEqual([5]);
    expect(cluster.state(1)).toMatchObject({ commit: 5, clientTable, service });
  });

  it('should cut a torn tail, and write on behind the cut', () => {
    const cluster = started(3);
    const log = chain(0, 3);
    for (const entry of log.slice(0, 2)) {
      cluster.inject(packet(cluster, 0, 1, { type: 'Prepare', commit: 0, entry, view: 0 }));
    }
    finishDisk(cluster, 1);
    for (const entry of log.slice(2)) {
      cluster.inject(packet(cluster, 0, 1, { type: 'Prepare', commit: 0, entry, view: 0 }));
    }
    cluster.crash(1, () => 'torn');
    cluster.start(1);
    finishDisk(cluster, 1);
    expect(cluster.probes.get('restart-with-torn-tail')).toBe(1);
    expect(cluster.state(1).log.length).toBe(2);
    cluster.crash(1);
    cluster.start(1);
    finishDisk(cluster, 1);
    expect(cluster.state(1)).toMatchObject({ incarnation: 3 });
    expect(cluster.state(1).log.length).toBe(2);
  });

  it('should keep the promise of a view across a crash (E1)', () => {
    const cluster = started(3);
    cluster.inject(packet(cluster, 0, 2, { type: 'StartViewChange', commit: 0, promised: 1, view: 1 }));
    finishDisk(cluster, 2);
    cluster.crash(2);
    cluster.drop(() => true);
    cluster.start(2);
    finishDisk(cluster, 2);
    expect(cluster.state(2)).toMatchObject({ status: 'view-change', view: 1, logView: 0 });
    const [entry] = chain(0, 1);
    if (entry === undefined) throw new Error('no entries');
    cluster.inject(packet(cluster, 0, 2, { type: 'Prepare', commit: 0, entry, view: 0 }));
    expect(cluster.state(2).log).toEqual([]);
    expect(sent(cluster, 2, 'DoViewChange')).toMatchObject([{ view: 1, logView: 0 }]);
  });

  it('should not resume a view as its primary (E10)', () => {
    const cluster = started(3, 1);
    cluster.invoke(3, { kind: 'get' });
    cluster.run(({ to }) => to === 0); // its Prepares are out, and not everything is on its disk
    cluster.crash(0);
    cluster.start(0);
    finishDisk(cluster, 0);
    expect(cluster.probes.get('primary-restart-new-view')).toBe(1);
    expect(cluster.state(0)).toMatchObject({ status: 'view-change', view: 1 });
    cluster.pass(600_000);
    expect(cluster.outcomes).toHaveLength(1);
    for (const replica of [0, 1, 2])
      expect(cluster.state(replica)).toMatchObject({ status: 'normal', view: 1 });
  });

  it('should serve as a group of one, in a new view after each restart, and lose nothing', () => {
    const cluster = started(1, 1);
    for (let life = 1; life <= 3; life++) {
      cluster.invoke(1, { kind: 'add', amount: 10 });
      cluster.pass(100_000);
      const { outcome } = cluster.outcomes[life - 1] ?? {};
      expect(outcome).toEqual({ type: 'ok', result: { kind: 'add', value: life * 10 } });
      expect(cluster.state(0)).toMatchObject({ status: 'normal', view: life - 1, incarnation: life });
      cluster.crash(0);
      cluster.start(0);
      cluster.run();
    }
  });

  it('should survive a crash at every point of a view change and of the entries around it', () => {
    const points = new Set<string>();
    const survey = runWithCrash(() => false, points);
    expect(survey).toBe(15);
    expect([...points].sort()).toEqual([
      'after-persist-view',
      'after-sync',
      'become-primary',
      'before-do-view-change',
      'before-install',
      'before-persist-view',
      'before-start-view-change',
      'before-sync',
      'commit-advance',
    ]);
    for (const point of points) {
      for (let nth = 1; nth <= 4; nth++) {
        let seen = 0;
        const crash = (_: number, name: string): boolean => name === point && ++seen === nth;
        expect(runWithCrash(crash, points), `crash at ${point} #${nth}`).toBe(15);
      }
    }
  });
});

/** A counter to which three operations add 5, with the primary crashing in between and one more crash anywhere. */
function runWithCrash(crash: (replica: number, point: string) => boolean, points: Set<string>): unknown {
  const cluster = new Cluster({ config: testConfig(3), clients: 1 });
  cluster.crashAt = (replica, point) => {
    points.add(point);
    return crash(replica, point);
  };
  const revive = (): void => {
    for (let id = 0; id < cluster.world.replicas; id++) if (!cluster.isUp(id)) cluster.start(id);
  };
  let value: unknown;
  for (let i = 0; i < 3; i++) {
    cluster.invoke(3, { kind: 'add', amount: 5 });
    for (let turn = 0; turn < 100 && cluster.outcomes.length <= i; turn++) {
      cluster.pass(20_000);
      revive();
      if (i === 1 && turn === 0) cluster.crash(0);
    }
    const outcome = cluster.outcomes[i]?.outcome;
    if (outcome?.type === 'ok') value = (outcome.result as { value: number }).value; // of an 'add'
  }
  return value;
}

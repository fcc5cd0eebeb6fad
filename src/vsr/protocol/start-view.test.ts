import { describe, expect, it } from 'vitest';
import { processId } from '../../process/ids.ts';
import type { VsrConfig } from '../data/config.ts';
import { type Entry, makeEntry, ROOT_CHECKSUM } from '../data/entry.ts';
import { Cluster } from '../testing/cluster.ts';
import { checksums, doViewChange, finishDisk, startView, startViewChange } from '../testing/scripts.ts';
import { testConfig } from '../testing/test-config.ts';
import { chain, packet, sent } from '../testing/values.ts';
import { checksumAt } from './log.ts';

function started(replicas: number, changes: Partial<VsrConfig> = {}, clients = 0): Cluster {
  const cluster = new Cluster({ config: testConfig(replicas, changes), clients });
  cluster.run();
  return cluster;
}

/** A session at op 1, and two requests of it. */
function session(): Entry[] {
  const log: Entry[] = [];
  for (const kind of ['register', 'operation', 'operation'] as const) {
    const op = log.length + 1;
    const body = kind === 'register' ? null : { kind: 'add', amount: 1 };
    const parent = log.at(-1)?.checksum ?? ROOT_CHECKSUM;
    const request = { client: 7, kind, predicted: null, request: op - 1, session: op > 1 ? 1 : 0 };
    log.push(makeEntry({ ...request, body, epoch: 0, op, parent, view: 0 }));
  }
  return log;
}

describe('the start of a view', () => {
  it('should keep the mark of a request in flight when an earlier one of its client is executed (F16)', () => {
    const cluster = started(3, {}, 1);
    const log = session();
    for (const entry of log)
      cluster.inject(packet(cluster, 0, 1, { type: 'Prepare', commit: 1, entry, view: 0 }));
    finishDisk(cluster, 1);
    startViewChange(cluster, 2, 1, 1);
    finishDisk(cluster, 1);
    doViewChange(cluster, 2, 1, 0, log, 1);
    expect(cluster.state(1)).toMatchObject({ status: 'normal', commit: 1, view: 1 });
    const checksum = checksumAt(log, 2);
    cluster.inject(packet(cluster, 2, 1, { type: 'PrepareOk', checksum, op: 2, view: 1 }));
    expect(cluster.state(1)).toMatchObject({ commit: 2 });
    const retry = { client: 7, epoch: 0, request: 2, session: 1, type: 'Request' } as const;
    const message = { ...retry, body: { kind: 'add', amount: 1 }, kind: 'operation' } as const;
    cluster.inject({ from: processId(3), to: processId(1), message });
    expect(cluster.state(1).log).toHaveLength(3);
  });

  it('should not install the StartView of a view that is normal here: acknowledged entries stay (E8)', () => {
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

  it('should not install the StartView of an older view', () => {
    const cluster = started(3);
    startView(cluster, 0, 2, chain(2, 1));
    startView(cluster, 0, 1, chain(1, 3));
    expect(cluster.state(0)).toMatchObject({ view: 2, logView: 2 });
    expect(cluster.state(0).log.length).toBe(1);
  });

  it('should raise the commit number, and execute nothing twice (E5)', () => {
    const cluster = started(3);
    const log = chain(0, 3);
    for (const entry of log) {
      cluster.inject(packet(cluster, 0, 2, { type: 'Prepare', commit: 2, entry, view: 0 }));
    }
    startView(cluster, 2, 1, log, 1);
    expect(cluster.state(2)).toMatchObject({ commit: 2, commitMax: 2 });
    expect(cluster.executions.map(({ executed }) => executed.entry.op)).toEqual([1, 2]);
  });

  it('should not apply the commit number of a view whose log is not here (E6)', () => {
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

  it('should not count acknowledgements of an earlier tenure (E9)', () => {
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

  it('should prepare a retried request that the new log lost, and not one that it kept (E12)', () => {
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

  it('should serve nobody as primary before the log is durable', () => {
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
});

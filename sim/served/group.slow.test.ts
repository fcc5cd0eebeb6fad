import { mkdirSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { silent } from '../../src/host/log.ts';
import { HostedReplica } from '../../src/host/replica/replica.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { abd } from '../systems/registers.ts';
import { vsr } from '../systems/vsr.ts';
import { servedScenario, servingOf } from './serving.ts';
import { freeAddresses, LocalGroup } from './testing/local-group.ts';

let group: LocalGroup | undefined;
afterEach(async () => {
  await group?.close();
  group = undefined;
});

const value = (outcome: unknown): unknown => (outcome as { result?: { value?: unknown } }).result?.value;

describe('a group on real sockets and files', () => {
  it('should do what clients ask, many at a time, each once', async () => {
    group = await LocalGroup.of(vsr, 3);
    const client = group.client();
    const puts = Array.from({ length: 40 }, (_, i) =>
      client.invoke({ kind: 'append', key: 'k', value: String(i) }),
    );
    expect((await Promise.all(puts)).every(({ type }) => type === 'ok')).toBe(true);
    const read = await client.invoke({ kind: 'read', key: 'k', read: 'quorum' });
    const parts = String(value(read)).split(',');
    expect(parts.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(group.fates).toEqual([]);
  });

  it('should go on without its primary, and have everything after all were stopped', async () => {
    group = await LocalGroup.of(vsr, 3, { viewTimeoutUs: 150_000 });
    const client = group.client();
    await client.invoke({ kind: 'write', key: 'k', value: '1' });
    await group.stop(0);
    expect(await client.invoke({ kind: 'cas', key: 'k', from: '1', to: '2' })).toMatchObject({
      type: 'ok',
      result: { swapped: true },
    });
    await group.stop(1);
    await group.stop(2);
    for (const id of [0, 1, 2]) await group.start(id);
    expect(value(await client.invoke({ kind: 'read', key: 'k' }))).toBe('2');
  });

  it('should take back a replica that has lost its disk, and refuse one that cannot tell', async () => {
    group = await LocalGroup.of(vsr, 3);
    const client = group.client();
    await client.invoke({ kind: 'write', key: 'k', value: 'kept' });
    await group.stop(2);
    rmSync(group.folderOf(2), { recursive: true });
    await group.start(2);
    const stale = async (): Promise<boolean> => {
      await client.invoke({ kind: 'write', key: 'other', value: 'x' });
      return (
        group?.replicas
          .get(2)
          ?.options.served.describe?.(group.replicas.get(2)?.process.state ?? {})
          .startsWith('normal') === true
      );
    };
    await expect.poll(stale, { timeout: 10_000 }).toBe(true);
    const [address = { host: '127.0.0.1', port: 1 }] = await freeAddresses(1);
    const { served } = servingOf(abd, servedScenario(abd, 1));
    const folder = `${group.folder}/empty`;
    mkdirSync(folder);
    const start = HostedReplica.start({
      ...{
        served,
        cluster: 'test',
        self: 0,
        peers: [address],
        directory: folder,
        isNew: false,
        insecure: false,
        log: silent,
      },
      ended: () => {},
    });
    await expect(start).rejects.toThrow(/if its disk was lost, it must not come back/);
  });

  it('should run a register, and any other system', async () => {
    group = await LocalGroup.of(abd, 3);
    const client = group.client(1);
    expect(await client.invoke({ kind: 'write', value: 'w' })).toMatchObject({ type: 'ok' });
    expect(value(await client.invoke({ kind: 'read' }))).toBe('w');
    await group.close();
    group = await LocalGroup.of(pingPong, 1);
    expect(await group.client().invoke({ hits: 10 })).toEqual({ type: 'ok', result: { hits: 10 } });
  });

  it('should let one process at a time work in a folder, and that of its own replica only', async () => {
    group = await LocalGroup.of(vsr, 1);
    await expect(group.start(0)).rejects.toThrow(/in use by another process/);
    await group.stop(0);
    await expect(group.start(0, { cluster: 'other' })).rejects.toThrow(
      /belongs to replica 0 of vsr in cluster "test"/,
    );
    const { served } = servingOf(vsr, servedScenario(vsr, 1));
    await expect(group.start(0, { served: { ...served, diskFormat: 2 } })).rejects.toThrow(
      /has files of format 1/,
    );
    await expect(group.start(0, { isNew: true })).rejects.toThrow(/start it without --new/);
    await expect(group.start(0, { listenAt: { host: '0.0.0.0', port: 0 } })).rejects.toThrow(
      /can be reached from other machines/,
    );
  });

  it('should end an operation once: aborted ones as failed when they had not begun, else as unknown', async () => {
    group = await LocalGroup.of(vsr, 1);
    const client = group.client(1);
    await client.invoke({ kind: 'write', key: 'k', value: '1' });
    await group.stop(0);
    const aborting = new AbortController();
    const first = client.invoke({ kind: 'write', key: 'k', value: '2' }, aborting.signal);
    const second = client.invoke({ kind: 'write', key: 'k', value: '3' }, aborting.signal);
    aborting.abort();
    expect(await first).toEqual({ type: 'unknown' });
    expect(await second).toEqual({ type: 'failed', reason: 'aborted' });
  });

  it('should refuse whoever takes it for something else, and say why', async () => {
    group = await LocalGroup.of(vsr, 1);
    const { client: code } = servingOf(vsr, servedScenario(vsr, 1));
    const { HostedClient } = await import('../../src/host/client/client.ts');
    const stranger = new HostedClient({
      code,
      agreement: { cluster: 'test', system: 'vsr', format: 2 },
      at: group.addresses,
    });
    await expect.poll(() => stranger.refusal).toMatch(/has messages of format 1, and you of format 2/);
    stranger.close();
  });
});

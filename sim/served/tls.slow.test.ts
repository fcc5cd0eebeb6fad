import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HostLog } from '../../src/host/log.ts';
import type { TlsKeys } from '../../src/host/wire/security.ts';
import { vsr } from '../systems/vsr.ts';
import { Authority, hasOpenssl } from './testing/certificates.ts';
import { LocalGroup } from './testing/local-group.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-tls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let group: LocalGroup | undefined;
afterEach(async () => {
  await group?.close();
  group = undefined;
});

const CLOSE = { timeout: 15_000 };

/** Sentences that a replica has logged, with their facts. */
class Heard implements HostLog {
  readonly lines: string[] = [];
  debug(): void {}
  info(facts: object, sentence: string): void {
    this.lines.push(`${sentence} ${JSON.stringify(facts)}`);
  }
  warn(facts: object, sentence: string): void {
    this.info(facts, sentence);
  }
  error(facts: object, sentence: string): void {
    this.info(facts, sentence);
  }
}

// Without openssl on the path the tests are listed as skipped.
describe.skipIf(!hasOpenssl())('TLS with certificates on both sides', () => {
  let ours: Authority;
  let theirs: Authority;
  const replicas: TlsKeys[] = [];
  beforeAll(() => {
    ours = new Authority(path.join(folder, 'ours'));
    theirs = new Authority(path.join(folder, 'theirs'));
    for (const id of [0, 1, 2]) replicas.push(ours.keysFor(`replica-${id}`));
  });

  const groupWith = async (
    heard: Heard[] = [],
    keysOf = (id: number) => replicas[id],
  ): Promise<LocalGroup> => {
    group = await LocalGroup.of(vsr, 3, {}, undefined, (id) => {
      const keys = keysOf(id);
      const log = heard[id];
      return { ...(keys === undefined ? {} : { keys }), ...(log === undefined ? {} : { log }) };
    });
    return group;
  };

  it('should let replicas and clients of one authority work together', async () => {
    const client = (await groupWith()).client(2, { keys: ours.keysFor('somebody') });
    expect(await client.invoke({ kind: 'write', key: 'k', value: 'v' })).toMatchObject({ type: 'ok' });
    expect(await client.invoke({ kind: 'read', key: 'k', read: 'quorum' })).toMatchObject({
      result: { value: 'v' },
    });
  });

  it('should turn away a client of another authority, and say why on both sides', async () => {
    const heard = [0, 1, 2].map(() => new Heard());
    const of = await groupWith(heard);
    const stranger = of.client(1, { keys: { ...theirs.keysFor('somebody'), ca: replicas[0]?.ca ?? '' } });
    await expect.poll(() => stranger.refusal, CLOSE).toMatch(/not trusted/);
    expect(stranger.connected).toBe(0);
    await expect
      .poll(() => heard.some(({ lines }) => lines.some((line) => /turned away.*"reason"/.test(line))), CLOSE)
      .toBe(true);
    const gullible = of.client(1, { keys: theirs.keysFor('somebody') });
    await expect.poll(() => gullible.refusal, CLOSE).toMatch(/not trusted/);
  });

  it('should turn away a replica with the certificate of a client, and one that speaks no TLS', async () => {
    const heard = [0, 1, 2].map(() => new Heard());
    const impostor = ours.keysFor('replica-7');
    const of = await groupWith(heard, (id) => (id === 2 ? impostor : replicas[id]));
    await expect
      .poll(
        () => heard[0]?.lines.some((line) => line.includes('the certificate is that of replica-7')),
        CLOSE,
      )
      .toBe(true);
    await expect
      .poll(
        () => heard[0]?.lines.some((line) => line.includes('the certificate is not that of replica-2')),
        CLOSE,
      )
      .toBe(true);
    // The other two go on.
    const client = of.client(1, { keys: ours.keysFor('somebody') });
    expect(await client.invoke({ kind: 'write', key: 'k', value: 'v' })).toMatchObject({ type: 'ok' });
    const plain = net.connect({ host: '127.0.0.1', port: of.addresses[0]?.port ?? 0 });
    plain.on('error', () => {});
    const closed = new Promise((resolve) => plain.on('close', resolve));
    plain.write('no TLS at all, and a bit more to be read');
    await closed;
    await expect
      .poll(() => heard[0]?.lines.some((line) => /turned away.*"127\.0\.0\.1:\d+"/.test(line)), CLOSE)
      .toBe(true);
  });

  it('should listen beyond this machine with keys only, or when that is wanted', async () => {
    const of = await groupWith();
    await of.stop(2);
    const everywhere = { host: '0.0.0.0', port: of.addresses[2]?.port ?? 0 };
    await of.start(2, { listenAt: everywhere });
    await of.stop(2);
    await of.close();
    group = await LocalGroup.of(vsr, 1);
    await group.stop(0);
    const open = { listenAt: { host: '0.0.0.0', port: group.addresses[0]?.port ?? 0 } };
    await expect(group.start(0, open)).rejects.toThrow(/can be reached from other machines/);
    await group.start(0, { ...open, insecure: true });
  });
});

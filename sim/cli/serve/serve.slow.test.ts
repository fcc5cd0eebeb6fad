import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { addressText } from '../../../src/host/wire/address.ts';
import { Authority, hasOpenssl } from '../../served/testing/certificates.ts';
import { freeAddresses, LocalGroup } from '../../served/testing/local-group.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { pingPong } from '../../systems/ping-pong.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const START = path.resolve(import.meta.dirname, '../../../scripts/start.mjs');
const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-serve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let group: LocalGroup | undefined;
afterEach(async () => {
  await group?.close();
  group = undefined;
});

const file = path.join(folder, 'a-file');
writeFileSync(file, 'x');

async function serve(
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly err: string; readonly out: string }> {
  const [address = { host: '', port: 0 }] = await freeAddresses(1);
  const io = new FakeIo();
  const at = ['--replica', '0', '--peers', addressText(address), '--log', 'silent', '--new'];
  const code = await main(['serve', ...at, ...words], io, { systems, defaultSystem });
  return { code, err: io.stderr, out: io.stdout };
}

describe('serve', () => {
  it.each([
    ['--data', file, 'is no folder'],
    ['--data', path.join(file, 'below'), 'is no folder'],
    ['--record', file, 'is no folder'],
    ['--data', '/proc/not-there', 'cannot be used ('],
    ['--record', '/proc/not-there', 'cannot be used ('],
  ])('should refuse %s %s with one sentence, before it begins', async (option, given, why) => {
    const data = path.join(folder, 'data');
    const words = option === '--data' ? [option, given] : ['--data', data, option, given];
    const { code, err, out } = await serve(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.startsWith(`${option} ${given} ${why}`)).toBe(true);
    expect(err.match(/\n/g)).toHaveLength(1);
    expect(existsSync(data) ? readdirSync(data) : []).toEqual([]);
  });

  it.each([[['--record-bytes', '2000000']], [['--record-each']], [['--redact', 'values']]])(
    'should refuse %j without a recording',
    async (words) => {
      expect(await serve('--data', path.join(folder, 'unrecorded'), ...words)).toEqual({
        code: 2,
        out: '',
        err: `${words[0]} goes with --record: nothing is recorded without it\n`,
      });
    },
  );

  it.skipIf(!hasOpenssl())('should refuse keys that are none, or do not go together', async () => {
    const authority = new Authority(path.join(folder, 'authority'));
    const pem = (name: string, contents: string): string => {
      writeFileSync(path.join(folder, name), contents);
      return path.join(folder, name);
    };
    const good = authority.keysFor('replica-0');
    const others = authority.keysFor('replica-1');
    const cases = [
      { ...good, key: 'junk' },
      { ...good, cert: '-----BEGIN CERTIFICATE-----\njunk\n-----END CERTIFICATE-----\n' },
      { ...good, ca: 'junk' },
      { ...good, key: others.key },
    ];
    for (const { key, cert, ca } of cases) {
      const words = ['--tls-key', pem('k', key), '--tls-cert', pem('c', cert), '--tls-ca', pem('a', ca)];
      const { code, err } = await serve('--data', path.join(folder, 'tls'), ...words);
      expect(code).toBe(2);
      expect(err).toMatch(/^--tls-key, --tls-cert and --tls-ca cannot be used: .+\n$/);
    }
  });

  it('should be new after a start that failed on its port', async () => {
    group = await LocalGroup.of(pingPong, 1);
    await group.stop(0);
    rmSync(group.folderOf(0), { recursive: true });
    const [at = { host: '', port: 0 }] = group.addresses;
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(at.port, at.host, resolve));
    await expect(group.start(0, { isNew: true })).rejects.toThrow(/the port is in use/);
    await new Promise((resolve) => other.close(resolve));
    await group.start(0, { isNew: true });
    await group.stop(0);
    await expect(group.start(0, { isNew: true })).rejects.toThrow(/start it without --new/);
  });

  it('should let go of its port and its folder when it cannot begin', async () => {
    group = await LocalGroup.of(pingPong, 1);
    await group.stop(0);
    const witness = (): never => {
      throw new Error('no recording');
    };
    await expect(group.start(0, { witness })).rejects.toThrow(/^no recording$/);
    await group.start(0);
    expect(await group.client().invoke({ hits: 3 })).toEqual({ type: 'ok', result: { hits: 3 } });
  });

  it('should show an error of the system without what a terminal would obey', async () => {
    const system = path.join(folder, 'planted.ts');
    writeFileSync(
      system,
      `import { defineSystem } from 'wavetank';
const idle = { init: () => ({}), start() {}, message() {}, timer() {}, disk() {} };
export default defineSystem({
  name: 'planted',
  summary: 'throws',
  replica: { ...idle, start() { throw new Error('planted\\u001b[31m\\u009b'); } },
  client: { ...idle, invoke() {} },
  freeze: false,
  replicas: 1,
  operation: () => ({}),
});
`,
    );
    const [address = { host: '', port: 0 }] = await freeAddresses(1);
    const words = ['--replica', '0', '--peers', addressText(address), '--data', path.join(folder, 'planted')];
    const child = spawn(process.execPath, [START, 'serve', '--new', '--system', system, ...words]);
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(70);
    expect(err).toContain('replica 0 cannot go on: Error: planted\\u001b[31m\\u009b; its state is in ');
    expect(err).toMatch(/"a handler threw"/);
    expect(err.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

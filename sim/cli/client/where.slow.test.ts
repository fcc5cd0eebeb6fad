import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { addressText } from '../../../src/host/wire/address.ts';
import { writeCluster } from '../../served/cluster-file.ts';
import { LocalGroup } from '../../served/testing/local-group.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { vsr } from '../../systems/vsr.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-where-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let group: LocalGroup | undefined;
afterEach(async () => {
  await group?.close();
  group = undefined;
});

/** A command, run within this process. */
async function run(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

describe('where a client looks for its cluster', () => {
  it.each(['client', 'register'])(
    'should be the folder that %s is given, and no other place',
    async (command) => {
      const missing = path.join(folder, 'not-there');
      const file = path.join(folder, 'a-file');
      writeFileSync(file, 'x');
      const words = command === 'client' ? ['client', 'put', 'x', '1'] : ['register', 'write', '1'];
      const starts = command === 'client' ? 'cluster' : 'register';
      for (const data of [missing, file, folder]) {
        const { code, out, err } = await run(...words, '--data', data);
        expect({ code, out }).toEqual({ code: 2, out: '' });
        expect(err).toMatch(/^--data .*: there is no cluster\.json, .*\n$/);
        expect(err).toContain(starts);
        expect(err).toContain(`--data ${data}\n`);
      }
    },
  );

  it('should be one place', async () => {
    const { code, err } = await run('client', 'get', 'x', '--at', '127.0.0.1:1', '--data', folder);
    expect({ code, err }).toEqual({
      code: 2,
      err: '--at and --data both say where the replicas are: give one of them\n',
    });
  });

  it('should be the cluster in the folder, with its settings and those that are given', async () => {
    group = await LocalGroup.of(vsr, 1);
    const data = path.join(folder, 'there');
    const at = group.addresses.map(addressText);
    const about = { name: 'test', system: 'vsr', set: [], replicas: 1 };
    writeCluster(data, { ...about, peers: at, clientsAt: at, metricsAt: at });
    expect(await run('client', 'put', 'x', '1', '--data', data)).toMatchObject({ code: 0, out: 'ok\n' });
    const bad = await run('client', 'get', 'x', '--data', data, '--set', 'settings.retryUs=nonsense');
    expect(bad.code).toBe(2);
    expect(bad.err).toContain('retryUs');
  });
});

describe('what a client says when it gets no result', () => {
  const invoking = (at: readonly string[], ...words: readonly string[]): ReturnType<typeof run> =>
    run('client', ...words, '--at', at.join(','), '--cluster', 'test', '--timeout', '1500');

  it('should be what the replicas do not take, at once', async () => {
    group = await LocalGroup.of(vsr, 1);
    const at = group.addresses.map(addressText);
    for (const operation of [
      '[]',
      '{"kind":"read"}',
      '{"kind":"write","key":"a","value":"\\u001b[31m","x":"\u009b"}',
    ]) {
      const { code, out, err } = await invoking(at, 'invoke', operation);
      if (operation.includes('write')) expect({ code, out }).toEqual({ code: 0, out: 'ok\n' });
      else {
        expect({ code, out }).toEqual({ code: 2, out: '' });
        expect(err).toBe(`vsr does not take this operation: its guard refuses ${operation}\n`);
      }
    }
    const long = await invoking(at, 'put', 'k', 'x'.repeat(2_000_000));
    expect({ code: long.code, lines: long.err.split('\n').length }).toEqual({ code: 2, lines: 2 });
  });

  it('should be that a replica has another number, whether some are in their places or none', async () => {
    group = await LocalGroup.of(vsr, 3);
    const at = group.addresses.map(addressText);
    const reversed = await invoking(at.toReversed(), 'put', 'k', 'v');
    expect({ ...reversed, out: reversed.out.split(':')[0] }).toEqual({
      code: 1,
      out: expect.stringMatching(/^(unknown|failed)/),
      err: expect.stringMatching(
        /^a replica refuses to talk to this client: this is replica [02], and not replica [02]\n$/,
      ),
    });
    expect(await invoking(at.slice(2), 'put', 'k', 'v')).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(/^no replica can be reached: this is replica 2, and not replica 0; start/),
    });
  });
});

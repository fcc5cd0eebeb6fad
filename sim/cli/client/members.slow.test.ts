import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { addressText } from '../../../src/host/wire/address.ts';
import { ReplicaProcess } from '../../served/replica-process.ts';
import { freeAddresses } from '../../served/testing/local-group.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const PROGRAM = { entry: path.resolve(import.meta.dirname, '../../../scripts/start.mjs'), execArgv: [] };
const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-members-'));
const running: ReplicaProcess[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((replica) => replica.stop()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('members of a group of processes', () => {
  it('should grow by one that then serves, and shrink by one that may then go', {
    timeout: 240_000,
  }, async () => {
    const addresses = (await freeAddresses(5)).map(addressText);
    const health = addresses.pop() ?? '';
    const [, , , fourth = ''] = addresses;
    const start = (id: number, peers: readonly string[]): ReplicaProcess => {
      const words = [
        ...['--replica', String(id), '--replicas', '3', '--peers', peers.join(','), '--log', 'warn'],
        ...(id === 3 ? ['--metrics-at', health] : []),
      ];
      const replica = new ReplicaProcess({ program: PROGRAM, folder: path.join(folder, String(id)), words });
      running[id] = replica;
      return replica;
    };
    const client = async (
      ...words: readonly string[]
    ): Promise<{ code: number; out: string; err: string }> => {
      const io = new FakeIo();
      const at = ['--at', addresses.slice(0, 3).join(',')];
      const code = await main(['client', ...words, ...at, '--timeout', '30000'], io, {
        systems,
        defaultSystem,
      });
      return { code, out: io.stdout, err: io.stderr };
    };
    const members = async (): Promise<unknown> => {
      const { code, out } = await client('members', '--json');
      return code === 0 ? (JSON.parse(out) as { members: unknown }).members : `exit ${code}`;
    };
    await Promise.all([0, 1, 2].map((id) => start(id, addresses.slice(0, 3)).ready));
    expect(await members()).toEqual([0, 1, 2]);
    expect(await client('put', 'k', 'v')).toMatchObject({ code: 0 });
    expect(await client('members', 'add', fourth)).toMatchObject({
      code: 2,
      err: expect.stringContaining('has come to the group yet'),
    });

    await start(3, addresses).ready;
    // It tells the others where it is; then it can be added.
    await expect
      .poll(async () => (await client('members', 'add', fourth)).code, { timeout: 60_000, interval: 500 })
      .toBe(0);
    expect(await members()).toEqual([0, 1, 2, 3]);
    const fourthSays = async (): Promise<string> => (await fetch(`http://${health}/healthz`)).text();
    await expect.poll(fourthSays, { timeout: 60_000, interval: 500 }).toContain('normal');

    // Of four members three are a quorum: with the fourth the group goes on without one of the first.
    running[1]?.kill('SIGKILL');
    await running[1]?.exited;
    expect(await client('put', 'k', 'w')).toMatchObject({ code: 0 });
    expect((await client('get', 'k')).out).toContain('w');
    await start(1, addresses).ready;

    expect(await client('members', 'remove', '2')).toMatchObject({ code: 0 });
    expect(await members()).toEqual([0, 1, 3]);
    expect((await client('members')).out).toMatch(
      /^replica 0 {3}member .*\n.*\nreplica 2 {3}not a member .*\nreplica 3 {3}member .*\n$/,
    );
    running[2]?.kill('SIGKILL');
    await running[2]?.exited;
    expect(await client('put', 'k', 'x')).toMatchObject({ code: 0 });
    expect((await client('get', 'k')).out).toContain('x');
    expect(await fourthSays()).toContain('normal');
  });

  it('should not be told when nobody answers', async () => {
    const io = new FakeIo();
    const words = ['client', 'members', '--at', '127.0.0.1:1,127.0.0.1:2', '--timeout', '300', '--json'];
    expect(await main(words, io, { systems, defaultSystem })).toBe(1);
    expect({ out: io.stdout, err: io.stderr }).toEqual({
      out: '',
      err: 'nobody says who the members are: no replica was reached: nobody answers at 127.0.0.1:1, 127.0.0.1:2\n',
    });
  });
});

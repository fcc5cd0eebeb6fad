import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { addressText } from '../../src/host/wire/address.ts';
import { connect, type StoreClient } from '../api/client.ts';
import { ReplicaProcess } from './replica-process.ts';
import { freeAddresses } from './testing/local-group.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAM = { entry: path.join(ROOT, 'scripts/start.mjs'), execArgv: [] };
/** Time limit of a call on a busy machine; `npm run bench:host` measures the actual time. */
const PATIENCE_MS = 20_000;

const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-cluster-'));
const running: ReplicaProcess[] = [];
let client: StoreClient | undefined;

afterEach(async () => {
  client?.close();
  await Promise.all(running.splice(0).map((replica) => replica.stop()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a cluster of processes', () => {
  it('should answer after a kill -9 of its primary, and after one of all', { timeout: 120_000 }, async () => {
    const addresses = (await freeAddresses(3)).map(addressText);
    const start = (id: number): ReplicaProcess => {
      const words = ['--replica', String(id), '--peers', addresses.join(','), '--log', 'warn'];
      const replica = new ReplicaProcess({ program: PROGRAM, folder: path.join(folder, String(id)), words });
      running[id] = replica;
      return replica;
    };
    const all = [0, 1, 2];
    await Promise.all(all.map((id) => start(id).ready));
    client = connect({ at: addresses });
    const within = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(PATIENCE_MS) });
    expect(await client.put('k', '1', within())).toEqual({ type: 'ok', result: undefined });
    running[0]?.kill('SIGKILL');
    expect(await client.cas('k', '1', '2', within())).toEqual({ type: 'ok', result: true });
    expect(await client.get('k', within())).toEqual({ type: 'ok', result: '2' });
    for (const replica of running) replica.kill('SIGKILL');
    await Promise.all(running.map(({ exited }) => exited));
    await Promise.all(all.map((id) => start(id).ready));
    expect(await client.get('k', within())).toEqual({ type: 'ok', result: '2' });
    const stale = await client.getStale('k', { after: 1, ...within() });
    expect(stale).toMatchObject({ type: 'ok', result: { value: '2' } });
  });
});

describe('a replica whose port is taken', () => {
  it.each([
    ['of its peers', '--peers'],
    ['of its metrics', '--metrics-at'],
  ])('should end with one sentence (%s)', async (_, option) => {
    const [taken, free] = await freeAddresses(2);
    if (taken === undefined || free === undefined) throw new Error('no free port');
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(taken.port, taken.host, resolve));
    const data = path.join(folder, `taken${option}`);
    const peers = addressText(option === '--peers' ? taken : free);
    const replica = new ReplicaProcess({
      program: PROGRAM,
      folder: data,
      words: [
        '--replica',
        '0',
        '--peers',
        peers,
        ...(option === '--peers' ? [] : [option, addressText(taken)]),
      ],
    });
    running.push(replica);
    expect(await replica.exited).toEqual({ code: 2, signal: null });
    expect(readFileSync(`${data}.log`, 'utf8')).toMatch(/cannot listen at 127\.0\.0\.1:\d+: .*\n$/);
    await new Promise((resolve) => other.close(resolve));
  });
});

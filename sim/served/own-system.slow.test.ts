import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import oneServer from '../../docs/tutorial/one-server.ts';
import { addressText } from '../../src/host/wire/address.ts';
import { connect, type StoreClient } from '../api/client.ts';
import { main } from '../cli/program.ts';
import { FakeIo } from '../cli/testing/fake-io.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { ReplicaProcess } from './replica-process.ts';
import { freeAddresses } from './testing/local-group.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FILE = path.join(ROOT, 'docs/tutorial/one-server.ts');
const PROGRAM = { entry: path.join(ROOT, 'scripts/start.mjs'), execArgv: [] };

const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-own-'));
let running: ReplicaProcess | undefined;
let client: StoreClient | undefined;

afterEach(async () => {
  client?.close();
  await running?.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('should serve a system from a file under the name in its definition, however its path is typed', async () => {
  const [address] = await freeAddresses(1);
  if (address === undefined) throw new Error('no free port');
  const at = addressText(address);
  const data = path.join(folder, '0');
  const recording = path.join(folder, '0.recording');
  const invoke = async (operation: object): Promise<unknown> => {
    client = connect({ at: [at], system: oneServer });
    const outcome = await client.invoke(operation, { signal: AbortSignal.timeout(20_000) });
    client.close();
    return outcome;
  };
  for (const typed of [path.relative(process.cwd(), FILE), FILE]) {
    const words = ['--replica', '0', '--peers', at, '--system', typed, '--record', recording];
    running = new ReplicaProcess({ program: PROGRAM, folder: data, words });
    await running.ready;
    expect(await invoke({ kind: 'write', value: typed })).toMatchObject({ type: 'ok' });
    await running.stop();
  }
  expect(JSON.parse(readFileSync(path.join(data, 'identity.json'), 'utf8'))).toMatchObject({
    system: 'one-server',
  });
  const replay = async (...more: string[]): Promise<{ code: number; io: FakeIo }> => {
    const io = new FakeIo();
    const code = await main(['replay', '--recording', recording, ...more], io, { systems, defaultSystem });
    return { code, io };
  };
  const alike = await replay('--system', FILE);
  expect(alike.io.stdout).toMatch(/✓ replayed {2}replica 0: \d+ steps in 2 segments, 2 starts/);
  expect(alike.code).toBe(0);
  const unnamed = await replay();
  expect(unnamed.io.stderr).toMatch(/is of the system one-server: name its file with --system\n$/);
  expect(unnamed.code).toBe(2);
});

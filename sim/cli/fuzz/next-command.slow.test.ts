import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'fuzz-next-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function fuzz(...words: string[]): Promise<string> {
  const io = new FakeIo();
  await main(['fuzz', ...words], io, { systems, defaultSystem });
  return io.stdout;
}

it('should name the options for calm runs and for disks beyond repair in the command to run next', async () => {
  const words = ['--system', 'ping-pong', '--calm', '--beyond', '--ops', '3'];
  const shown = await fuzz('--seeds', '1..2', ...words, '--workers', '1', '--out', folder);
  expect(shown.trimEnd().split('\n').at(-1)).toBe(
    '  next        npm run fuzz -- --seeds 3..4 --system ping-pong --calm --set operations=3 --beyond',
  );
});

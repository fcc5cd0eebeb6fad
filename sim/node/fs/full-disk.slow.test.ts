import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiskPort } from '../ports.ts';
import { TestWorld } from '../testing/world.ts';

const program = fileURLToPath(new URL('./full-disk-program.mjs', import.meta.url));
const BLOCKS = 16;
const BLOCK_BYTES = 4_096;

/** A disk of so many blocks in all, as the program uses it: each file only grows until it is removed. */
function smallDisk(): Partial<DiskPort> & { removed(path: string): void } {
  const used = new Map<string, number>();
  const blocks = (sizeBytes: number): number => Math.ceil(sizeBytes / BLOCK_BYTES);
  return {
    removed: (path) => void used.delete(path),
    room(path, offset, sizeBytes, fileBytes) {
      used.set(path, blocks(fileBytes));
      let all = 0;
      for (const count of used.values()) all += count;
      const own = blocks(fileBytes);
      const lastBytes = (own + Math.max(0, BLOCKS - all)) * BLOCK_BYTES;
      const room = Math.max(0, Math.min(sizeBytes, lastBytes - offset));
      if (room > 0) used.set(path, Math.max(own, blocks(offset + room)));
      return room;
    },
    lands(path, offset, sizeBytes) {
      const own = (used.get(path) ?? 0) * BLOCK_BYTES;
      return offset + sizeBytes <= own ? offset : 'ENOSPC';
    },
  };
}

/** A file system in memory of 16 blocks; `undefined` where this process has no right to mount one. */
let folder: string | undefined;
beforeAll(() => {
  const made = mkdtempSync(join(tmpdir(), 'full-disk-'));
  const size = `size=${(BLOCKS * BLOCK_BYTES) / 1_024}k`;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', made]).status === 0;
  if (mounted) folder = made;
  else rmSync(made, { recursive: true });
});
afterAll(() => {
  if (folder === undefined) return;
  spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
});

async function simulated(): Promise<unknown> {
  const disk = smallDisk();
  const world = new TestWorld(1, [{ name: 'a', program: { entry: program, args: ['/tmp'] } }], { disk });
  const { seen } = world;
  const { push } = seen;
  seen.push = (...added) => {
    for (const { observation } of added)
      if (observation.kind === 'call' && observation.name === 'unlink') disk.removed(observation.detail);
    return push.apply(seen, added);
  };
  await world.run(60_000_000);
  world.dispose();
  return JSON.parse(world.lines(0).join('\n'));
}

describe('a full disk', () => {
  it('should make writes short, then fail', async () => {
    expect(await simulated()).toMatchObject({
      fill: ['ENOSPC', 0],
      'write at once': [3_096, 4_096],
      'write at once, again': ['ENOSPC write', 4_096],
      'write over old bytes': [1_000, 1_000],
      'write behind the last block': ['ENOSPC write', 1_000],
      appendFileSync: ['ENOSPC write', 4_096],
      'a stream': ['ENOSPC write', 4_096],
      'a handle': [3_096, 4_096],
    });
  });

  it('should be as on a real file system', async ({ skip }) => {
    if (folder === undefined) skip('nothing can be mounted here');
    const real = spawnSync(process.execPath, [program, folder ?? ''], { encoding: 'utf8' });
    expect(real.stderr).toBe('');
    expect(await simulated()).toEqual(JSON.parse(real.stdout));
  });
});

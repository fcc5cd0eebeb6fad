import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TestWorld } from '../testing/world.ts';

const entry = fileURLToPath(new URL('./determinism-program.cjs', import.meta.url));
const print = fileURLToPath(new URL('../testing/print-hash.ts', import.meta.url));
const loader = fileURLToPath(import.meta.resolve('tsx'));

async function hashOf(seed: number): Promise<string> {
  const world = new TestWorld(seed, [{ name: 'a', program: { entry } }]);
  await world.run(60_000_000);
  world.dispose();
  expect(world.lines(0).at(-1)).toBe('10');
  return world.hash;
}

/** Hash of a run in another process, under different conditions. */
function elsewhere(seed: number, env: Record<string, string>, flags: readonly string[] = []): string {
  const args = ['--import', loader, ...flags, print, entry, String(seed)];
  const made = spawnSync(process.execPath, args, {
    cwd: tmpdir(),
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  return made.stdout.trim() || made.stderr;
}

describe('a run of programs', () => {
  it('should be the same after other runs, and different for another seed', async () => {
    const first = await hashOf(5);
    for (let seed = 100; seed < 120; seed++) await hashOf(seed);
    expect(await hashOf(5)).toBe(first);
    expect(await hashOf(6)).not.toBe(first);
  });

  it('should be the same in another process, time zone, language, heap and directory', async () => {
    const here = await hashOf(5);
    const zone = { TZ: 'Asia/Kathmandu', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', HOME: '/nowhere' };
    expect(elsewhere(5, zone, ['--max-old-space-size=200', '--expose-gc'])).toBe(here);
  });

  it('should leave nothing behind in this process', async () => {
    const before = { date: Date, random: Math.random, tick: process.nextTick, zone: process.env['TZ'] };
    const keys = Reflect.ownKeys(globalThis).length;
    await hashOf(5);
    expect({ date: Date, random: Math.random, tick: process.nextTick, zone: process.env['TZ'] }).toEqual(
      before,
    );
    expect(Reflect.ownKeys(globalThis).length).toBe(keys);
    expect(new Date().getUTCFullYear()).toBeGreaterThan(2023);
  });
});

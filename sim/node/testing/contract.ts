import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type TestWeather, TestWorld } from './world.ts';

/** Cases of a contract: bodies that use Node's modules and assert their guarantees. */
export type Cases = Readonly<Record<string, () => unknown>>;

const program = fileURLToPath(new URL('./contract-program.ts', import.meta.url));

/**
 * Runs every case twice, on the real modules and as a program in the tank, so that the simulated modules are known to give the
 * same guarantees.
 */
export function contract(subject: string, file: string, cases: Cases, weather: TestWeather = {}): void {
  describe(`${subject}, real`, () => {
    it.each(Object.keys(cases))('%s', async (title) => {
      const directory = mkdtempSync(join(tmpdir(), 'contract-'));
      process.env['CONTRACT_DIRECTORY'] = directory;
      try {
        await cases[title]?.();
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    });
  });
  describe(`${subject}, simulated`, () => {
    it.each(Object.keys(cases))('%s', async (title) => {
      const world = new TestWorld(
        1,
        [
          {
            name: 'alone',
            program: { entry: program, args: [file, title], env: { CONTRACT_DIRECTORY: '/tmp' } },
          },
        ],
        weather,
      );
      await world.run(600_000_000, () => world.lines(0).includes('the case has passed'));
      world.dispose();
      // Among warnings, which Node prints as well, and which depend on its version.
      expect(world.lines(0).join('\n')).toMatch(/^the case has passed$/m);
    });
  });
}

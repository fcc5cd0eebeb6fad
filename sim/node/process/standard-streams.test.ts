import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { TestWorld } from '../testing/world.ts';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'standard-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lines that a program prints, by stream. */
async function linesOf(source: string): Promise<readonly string[]> {
  const entry = path.join(folder, 'program.cjs');
  writeFileSync(entry, source);
  const world = new TestWorld(1, [{ name: 'a', program: { entry } }]);
  await world.run(10_000_000);
  return world.seen.flatMap(({ observation }) =>
    observation.kind === 'line' ? [`${observation.stream}: ${observation.text}`] : [],
  );
}

it('should take what is written to their descriptors, as loggers do, in order with what is written to the streams', async () => {
  const lines = await linesOf(`
    const fs = require('node:fs');
    fs.writeSync(1, 'first\\nsec');
    process.stdout.write('ond\\n');
    fs.write(2, Buffer.from('third\\n'), (error, count) => {
      console.log(error, count, fs.readSync(0, Buffer.alloc(4)), fs.fstatSync(1).isFile());
      try {
        fs.fsyncSync(1);
      } catch ({ code }) {
        console.log(code);
      }
    });`);
  expect(lines).toEqual([
    'stdout: first',
    'stdout: second',
    'stderr: third',
    'stdout: null 6 0 false',
    'stdout: EINVAL',
  ]);
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readFailure } from '../../replay/failure-file.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { LONG } from '../../testing/long.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { crewFor } from './crew.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'shrink-workers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

/** The file that comes of it, and the runs that were made. */
async function shrunk(workers: string, ...words: string[]): Promise<{ text: string; runs: number }> {
  const file = path.join(folder, `small-${workers}.json`);
  const { code, out, err } = await run('shrink', ...words, '--workers', workers, '--out', file, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return { text: readFileSync(file, 'utf8'), runs: (JSON.parse(out) as { runs: number }).runs };
}

describe('shrink --workers', () => {
  // In `npm test` this is shown by the threads of `lookahead.slow.test.ts`.
  it.runIf(LONG)('should find the same with two as with one', { timeout: 600_000 }, async () => {
    const words = ['7', '--mutant', 'V37', '--minutes', '10']; // so that it comes to its end
    expect(await shrunk('2', ...words)).toEqual(await shrunk('1', ...words));
  });

  it('should take its threads from the code that fails', async () => {
    const mutant = { mutant: 'V37', catalogue: undefined };
    const crew = await crewFor('vsr', mutant, 2, new FakeIo());
    const file = path.join(folder, 'kept.json');
    try {
      expect(
        (await run('shrink', '14', '--ops', '4', '--mutant', 'V37', '--tries', '10', '--out', file)).code,
      ).toBe(0);
      const { scenario, edits, fingerprint } = readFailure(file);
      const goal = { fingerprint, cost: Number.POSITIVE_INFINITY, stepsMax: 1_000_000 };
      const found = await crew?.lookahead.look([{ scenario, edits }], goal);
      expect(found).toEqual([{ type: 'unknown' }]); // it fails as it should, and costs less
    } finally {
      await crew?.close();
    }
  });

  it('should say what is wrong with the number', async () => {
    for (const workers of ['0', '-1', 'two', '1.5', '1000']) {
      const { code, err } = await run('shrink', '7', '--mutant', 'V37', `--workers=${workers}`);
      expect(code).toBe(2);
      expect(err).toMatch(/^--workers .*(a whole number from 1 on is needed|at most 256 make sense)\n$/);
    }
  });
});

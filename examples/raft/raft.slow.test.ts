import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../sim/cli/program.ts';
import { FakeIo } from '../../sim/cli/testing/fake-io.ts';
import { catalogueOf } from '../../sim/mutants/catalogue-of.ts';
import { isControl } from '../../sim/mutants/mutant.ts';
import { mutate } from '../../sim/mutants/source.ts';
import { defaultSystem, systems } from '../../sim/systems/index.ts';
import { amount, LONG } from '../../sim/testing/long.ts';

const HERE = import.meta.dirname;
const SYSTEM = path.join(HERE, 'raft.ts');
const CATALOGUE = path.join(HERE, 'bugs.json');

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main([...words, '--system', SYSTEM], io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

describe('the Raft of examples/raft', () => {
  it('should hold in every seed', { timeout: 1_800_000 }, async () => {
    const { code, out, err } = await run('sim', '--seeds', `1..${amount(3, 5000)}`);
    expect({ code, err }, out).toEqual({ code: 0, err: '' });
  });

  it('should be asked for progress by the group that is committed, and not by one that another leader has overwritten', async () => {
    const scenario = path.join(HERE, 'overwritten-change.json');
    const io = new FakeIo();
    expect(await main(['sim', '--scenario', scenario], io, { systems, defaultSystem }), io.stdout).toBe(0);
  });

  it('should be written as a user writes it: from the public entries and its own files alone', () => {
    for (const file of readdirSync(HERE, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const text = readFileSync(path.join(HERE, file), 'utf8');
      for (const [, from = ''] of text.matchAll(/ from '([^']+)'/g)) {
        const inside = path.relative(HERE, path.resolve(HERE, path.dirname(file), from));
        expect(from === 'wavetank' || from === 'wavetank/invariants' || !inside.startsWith('..'), from).toBe(
          true,
        );
      }
    }
  });
});

describe('its bugs', () => {
  it('should fit the code: every find occurs exactly once', () => {
    const catalogue = catalogueOf(CATALOGUE, SYSTEM);
    expect(catalogue.filter((mutant) => !isControl(mutant)).length).toBeGreaterThanOrEqual(20);
    for (const mutant of catalogue) expect(mutate(mutant)).toHaveLength(1);
  });

  it('should be told beside the sound code', { timeout: 300_000 }, async () => {
    const bug = ['--mutant', 'B06', '--catalogue', CATALOGUE];
    const { code, out, err } = await run('sim', '--seeds', '1..100', ...bug);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const again = /^ {2}again +npm run sim -- (\S+) (.*)$/m.exec(out);
    expect(again?.[2]).toBe(`--mutant B06 --catalogue ${CATALOGUE} --system ${SYSTEM}`);
    const seed = again?.[1] ?? '';
    expect((await run('sim', seed)).code).toBe(0); // without the bug
  });

  it('should be found in a storm that is led to it: the group changed before the first commit', async () => {
    const storm = ['--scenario', path.join(HERE, 'change-before-the-first-commit.json')];
    const io = new FakeIo();
    const bug = ['--mutant', 'B19', '--catalogue', CATALOGUE];
    expect(await main(['sim', ...storm, ...bug], io, { systems, defaultSystem })).toBe(1);
    expect(io.stdout).toMatch(/R7 quorums-meet[\s\S]*takes replicas 1, 2, 3 for the group/);
    expect(await main(['sim', ...storm], new FakeIo(), { systems, defaultSystem })).toBe(0);
  });

  // The short form takes a mutant that needs few seeds, to test that a user's catalogue works.
  it('should be found', { timeout: 7_200_000 }, async () => {
    const words = ['mutants', '--catalogue', CATALOGUE, '--trials', '1', '--workers', '1', '--json'];
    const few = ['--only', 'B06', '--seeds', '100'];
    const { code, out, err } = await run(...words, ...(LONG ? ['--minutes', '5'] : few));
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^(B\d+ .*: found in .*\n)+$/),
    });
    const { mutants } = JSON.parse(out) as {
      mutants: { id: string; control: boolean; found: number }[];
    }; // output of the command
    const missed = mutants.filter(({ control, found }) => !control && found === 0).map(({ id }) => id);
    expect(missed.length).toBeLessThanOrEqual(LONG ? 4 : 0);
  });
});

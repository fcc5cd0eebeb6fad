import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { amount } from '../../testing/long.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { BUGS, type Bug, type Noise, Planted } from './testing/planted.ts';

const registry = { systems, defaultSystem };
const HERE = process.cwd();

let planted: Planted | undefined;
afterEach(() => {
  process.chdir(HERE);
  planted?.remove();
});

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, registry);
  return { code, out: io.stdout, err: io.stderr };
}

/** Writes a failure file of the current system next to the repository. */
async function failure(of: Planted): Promise<string> {
  const out = path.join(of.folder, '.git/findings');
  const { out: shown } = await run(
    'fuzz',
    '--seeds',
    '1..40',
    '--until-failure',
    '--system',
    './system.ts',
    '--workers',
    '1',
    '--out',
    out,
    '--json',
  );
  const { findings } = JSON.parse(shown) as { findings: { file: string }[] }; // output of fuzz
  const [first] = findings;
  if (first === undefined) throw new Error('the bug was not found');
  return first.file;
}

interface Case {
  readonly bug: Bug;
  readonly before: readonly Noise[];
  readonly after: readonly Noise[];
}

const [again, third, nothing, early, madeUp] = BUGS as readonly [Bug, Bug, Bug, Bug, Bug];
/** `npm test` runs only the first. */
const CASES: readonly Case[] = [
  { bug: again, before: [], after: ['comment'] },
  { bug: again, before: ['comment', 'renames', 'comment'], after: ['chatter', 'comment'] },
  { bug: again, before: ['chatter', 'comment', 'comment', 'chatter'], after: [] },
  { bug: third, before: ['renames', 'renames'], after: ['renames', 'comment', 'comment'] },
  { bug: third, before: ['comment'], after: ['chatter', 'comment', 'renames', 'comment', 'comment'] },
  { bug: nothing, before: ['comment', 'does not compile', 'comment'], after: ['comment', 'comment'] },
  { bug: nothing, before: ['comment', 'chatter', 'renames'], after: ['comment'] },
  {
    bug: early,
    before: ['comment', 'comment', 'comment', 'comment', 'comment', 'comment'],
    after: ['chatter'],
  },
  { bug: early, before: ['renames'], after: ['comment', 'renames'] },
  { bug: madeUp, before: ['chatter', 'chatter'], after: ['does not compile', 'comment', 'comment'] },
];

describe('bisect', () => {
  for (const [i, { bug, before, after }] of CASES.slice(0, amount(1, CASES.length)).entries()) {
    it(`should find a planted commit: case ${i + 1}, ${bug.name}`, { timeout: 300_000 }, async () => {
      planted = new Planted();
      for (const noise of before) planted.add(noise);
      planted.plant(bug);
      const guilty = planted.commits.at(-1);
      for (const noise of after) planted.add(noise);
      process.chdir(planted.folder);
      const file = await failure(planted);
      const good = planted.commits[0] ?? '';
      const { code, out, err } = await run('bisect', file, '--good', good, '--json');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const found = JSON.parse(out) as {
        suspects: { hash: string }[];
        looked: { by?: { type: string } }[];
      }; // output of bisect
      expect(found.suspects.map(({ hash }) => hash)).toEqual([guilty]);
      const ways = new Set(found.looked.flatMap(({ by }) => by?.type ?? []));
      expect(ways).toContain('replay');
      if (after.includes('renames')) expect(ways).toContain('campaign');
      // Nothing is left behind in the repository or its list of work trees.
      expect(planted.git('worktree', 'list').trimEnd().split('\n')).toHaveLength(1);
      expect(planted.git('status', '--porcelain')).toBe('');
    });
  }
});

describe('bisect, told nonsense', () => {
  const repository = new Planted();
  const file = path.join(repository.folder, 'x.json');
  writeFileSync(file, '{}');
  afterAll(() => repository.remove());
  const [first = ''] = repository.commits;

  const refused: readonly (readonly [words: string[], says: RegExp])[] = [
    [['nowhere.json', '--good', first], /^nowhere\.json does not exist\n$/],
    [['x.json', '--good', first], /^x\.json is no failure file: it has no version\n$/],
  ];
  for (const [words, says] of refused) {
    it(`should refuse: ${says.source}`, async () => {
      process.chdir(repository.folder);
      const { code, out, err } = await run('bisect', ...words);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(says);
    });
  }

  it('should refuse commits between which nothing can be found', async () => {
    planted = new Planted();
    planted.plant(again);
    planted.add('comment');
    const [begin = '', bug = '', end = ''] = planted.commits;
    process.chdir(planted.folder);
    const found = await failure(planted);
    const says = async (...words: string[]): Promise<string> => {
      const { code, out, err } = await run('bisect', found, ...words);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.split('\n')).toHaveLength(2);
      return err;
    };
    expect(await says()).toMatch(/^bisect needs --good/);
    expect(await says('--good', 'nope')).toMatch(/^--good nope: there is no such commit/);
    expect(await says('--good', begin, '--bad', '--output=x')).toMatch(/there is no such commit/);
    expect(await says('--good', end, '--bad', begin)).toMatch(/does not come before/);
    expect(await says('--good', begin, '--seeds', '0')).toMatch(/--seeds 0/);
    expect(await says('--good', bug)).toMatch(
      /^--good \w+ fails: guided replay, 100 % of the recorded steps/,
    );
    expect(readdirSync(planted.folder)).not.toContain('x');
    process.chdir('/');
    rmSync(path.join(planted.folder, '.git/worktrees'), { recursive: true, force: true });
    expect(await says('--good', begin)).toMatch(/there is no git repository here/);
  });
});

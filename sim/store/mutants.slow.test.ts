import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUGS, type Bug } from '../cli/bisect/testing/planted.ts';
import { main } from '../cli/program.ts';
import { FakeIo } from '../cli/testing/fake-io.ts';
import { ROOT } from '../files/repository.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { amount } from '../testing/long.ts';
import { Database } from './database.ts';
import { findings } from './findings.ts';

const TUTORIAL = path.join(ROOT, 'docs/tutorial');
const SEEDS = amount(40, 600);
const COMMITS = [1, 2, 3, 4, 5];

const [again, third, nothing, early, madeUp] = BUGS as readonly [Bug, Bug, Bug, Bug, Bug];
/** Two bugs at once fail in more ways than each of them. */
const MUTANTS: readonly (readonly [bugs: readonly Bug[], at: readonly number[]])[] = [
  [[again], [1, 2, 3, 4, 5]],
  [[nothing], [5]],
  [[third], [1]],
  [[early], [1, 2]],
  [[madeUp], [3, 4]],
  [
    [again, third],
    [1, 5],
  ],
  [
    [again, nothing],
    [2, 5],
  ],
  [
    [early, again],
    [4, 5],
  ],
  [[third, nothing], [4]],
  [
    [again, madeUp],
    [2, 3, 4],
  ],
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'store-'));
  copyFileSync(path.join(TUTORIAL, 'client.ts'), path.join(folder, 'client.ts'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...words: string[]): Promise<{ code: number; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, { systems, defaultSystem });
  return { code, err: io.stderr };
}

/** The campaign of a mutant, as it is on each of the five commits: with its bugs at some of them, without at the others. */
async function campaignsOf(mutant: number, bugs: readonly Bug[], at: readonly number[]): Promise<string[]> {
  const source = bugs.reduce(
    (text, { of, to }) => text.replace(of, to),
    readFileSync(path.join(TUTORIAL, 'one-server-once.ts'), 'utf8'),
  );
  const file = path.join(folder, `mutant-${mutant}.ts`);
  writeFileSync(file, source);
  const out = path.join(folder, `mutant-${mutant}`);
  const words = ['--seeds', `1..${SEEDS}`, '--ops', '10', '--workers', '1'];
  expect(await run('fuzz', '--system', file, ...words, '--out', out)).toEqual({ code: 1, err: '' });
  return COMMITS.map((commit) => {
    const copy = `${out}-at-${commit}`;
    cpSync(out, copy, { recursive: true });
    const name = path.join(copy, 'campaign.json');
    const campaign = JSON.parse(readFileSync(name, 'utf8')) as object;
    const beganAt = `2026-01-0${commit}T02:00:00.000Z`;
    writeFileSync(
      name,
      JSON.stringify({ ...campaign, id: `${mutant}-${commit}`, commit: `commit-${commit}`, beganAt }),
    );
    if (!at.includes(commit)) rmSync(path.join(copy, 'findings.jsonl'));
    return copy;
  });
}

describe('the findings of mutants over commits', () => {
  it('should have the right states and first and last commits, in whatever order they are told', {
    timeout: 1_200_000,
  }, async () => {
    const mutants = MUTANTS.slice(0, amount(2, MUTANTS.length));
    const folders: string[] = [];
    for (const [i, [bugs, at]] of mutants.entries()) folders.push(...(await campaignsOf(i, bugs, at)));
    folders.sort((a, b) => (a.slice(-1) + a < b.slice(-1) + b ? 1 : -1)); // the last commit first
    const store = path.join(folder, 'store.db');
    expect(await run('store', 'add', ...folders, '--store', store)).toMatchObject({ code: 0, err: '' });
    const db = Database.open(store, 'read');
    const found = findings(db);
    db.close();
    expect(found.length).toBeGreaterThanOrEqual(amount(2, 20));
    for (const [i, [, at]] of mutants.entries()) {
      const own = found.filter(({ system }) => system.endsWith(`mutant-${i}.ts`));
      expect(own.length).toBeGreaterThan(0);
      for (const { firstSeen, lastSeen, state, times, commits, title } of own) {
        const what = `mutant ${i}, ${title}`;
        expect([what, firstSeen.commit, lastSeen.commit]).toEqual([
          what,
          `commit-${at[0]}`,
          `commit-${at.at(-1)}`,
        ]);
        expect(commits.filter(({ failed }) => failed > 0).map(({ commit }) => commit)).toEqual(
          at.map((each) => `commit-${each}`),
        );
        const share = times / at.length / SEEDS;
        expect([what, state]).toEqual([what, expectedState(at, share)]);
      }
    }
  });
});

/** A bug that is gone would have been missed in so many runs with a chance of one in a hundred at most. */
function expectedState(at: readonly number[], share: number): string {
  const isGone = (commits: number): boolean => (1 - share) ** (commits * SEEDS) < 0.01;
  const first = at[0] ?? 0;
  const last = at.at(-1) ?? 0;
  const gap = last - first + 1 - at.length; // in our table a gap ends at the last commit
  if (last < 5) return isGone(5 - last) ? 'resolved' : 'rare';
  if (first === 5) return 'new';
  return gap > 0 && isGone(gap) ? 'reopened' : 'ongoing';
}

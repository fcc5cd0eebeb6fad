import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../cli/program.ts';
import { FakeIo } from '../cli/testing/fake-io.ts';
import { ROOT } from '../files/repository.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { amount, LONG } from '../testing/long.ts';
import { Database } from './database.ts';
import { findings } from './findings.ts';

const SOUND = readFileSync(path.join(ROOT, 'sim/store/testing/calculator.ts'), 'utf8');
const SEEDS = amount(16, 200);
const COMMITS = [1, 2, 3, 4, 5];

/** A change of the server. */
type Bug = readonly [of: string, to: string];
const forgetsWhoAsked: Bug = ['last === undefined || request > last.request', 'state !== undefined'];
const forgetsOthers: Bug = ['state.last.set(', 'state.last.clear(); state.last.set('];
const skips = (every: number): Bug => ['state.value = value;', `if (request % ${every} !== 0) $&`];
const answersOld = (every: number): Bug => [
  'session, request, value });',
  `session, request, value: request % ${every} === 0 ? state.value : value });`,
];
const miscalculates = (every: number): Bug => [
  'calculated(state.value, kind);',
  `calculated(state.value + (request % ${every} === 0 ? 1 : 0), kind);`,
];
const rarely: Bug = [
  'calculated(state.value, kind);',
  'calculated(state.value === 77 ? 78 : state.value, kind);',
];

/** Ten mutants, and the commits that have them. */
const MUTANTS: readonly (readonly [bugs: readonly Bug[], at: readonly number[]])[] = [
  [[forgetsWhoAsked], [1, 2, 3, 4, 5]],
  [[rarely], [1, 3]],
  [[skips(3)], [1]],
  [[answersOld(4)], [1, 2]],
  [[miscalculates(5)], [3, 4]],
  [[skips(7)], [1, 5]],
  [[forgetsOthers], [2, 5]],
  [[answersOld(6)], [1, 4, 5]],
  [[miscalculates(9), forgetsWhoAsked], [5]],
  [
    [skips(9), answersOld(8)],
    [2, 4],
  ],
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'store-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...words: string[]): Promise<{ code: number; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, { systems, defaultSystem });
  return { code, err: io.stderr };
}

/** Makes a campaign, and returns its folder. */
async function campaignOf(name: string, source: string, code: number): Promise<string> {
  const file = path.join(folder, `${name}.ts`);
  writeFileSync(file, source);
  const out = path.join(folder, name);
  const words = ['--seeds', `1..${SEEDS}`, '--ops', '10', '--workers', '1', '--out', out];
  expect(await run('fuzz', '--system', file, ...words)).toEqual({ code, err: '' });
  return out;
}

/** The same campaign under the name of a mutant at a commit: what is the same program makes the same runs at each commit. */
function copyOf(campaign: string, mutant: number, commit: number): string {
  const copy = path.join(folder, `mutant-${mutant}-at-${commit}`);
  cpSync(campaign, copy, { recursive: true });
  const name = path.join(copy, 'campaign.json');
  const text = readFileSync(name, 'utf8').replaceAll(`${path.basename(campaign)}.ts`, `mutant-${mutant}.ts`);
  const beganAt = `2026-01-0${commit}T02:00:00.000Z`;
  const told = { id: `${mutant}-${commit}`, commit: `commit-${commit}`, beganAt };
  writeFileSync(name, JSON.stringify({ ...(JSON.parse(text) as object), ...told }));
  return copy;
}

describe('the findings of mutants over commits', () => {
  it('should have the right states and first and last commits, in whatever order they are told', {
    timeout: 1_800_000,
  }, async () => {
    const mutants = MUTANTS.slice(0, amount(2, MUTANTS.length));
    const folders: string[] = [];
    const sound = await campaignOf('sound', SOUND, 0);
    for (const [i, [bugs, at]] of mutants.entries()) {
      const source = bugs.reduce((text, [of, to]) => text.replace(of, to), SOUND);
      const broken = await campaignOf(`mutant-${i}`, source, 1);
      for (const commit of COMMITS) folders.push(copyOf(at.includes(commit) ? broken : sound, i, commit));
    }
    folders.sort((a, b) => (a.slice(-1) + a < b.slice(-1) + b ? 1 : -1)); // the last commit first
    const store = path.join(folder, 'store.db');
    expect(await run('store', 'add', ...folders, '--store', store)).toMatchObject({ code: 0, err: '' });
    const db = Database.open(store, 'read');
    const found = findings(db);
    db.close();
    if (LONG)
      console.log(`${found.length} findings: ${JSON.stringify(counted(found.map(({ state }) => state)))}`);
    expect(found.length).toBeGreaterThanOrEqual(amount(5, 50));
    for (const [i, [, at]] of mutants.entries()) {
      const own = found.filter(({ system }) => system.endsWith(`mutant-${i}.ts`));
      expect(own.length).toBeGreaterThan(0);
      for (const { firstSeen, lastSeen, state, times, commits, title } of own) {
        const what = `mutant ${i}, ${title}`;
        expect([what, firstSeen.commit, lastSeen.commit, state]).toEqual([
          what,
          `commit-${at[0]}`,
          `commit-${at.at(-1)}`,
          expectedState(at, times / at.length),
        ]);
        expect(commits.filter(({ failed }) => failed > 0).map(({ commit }) => commit)).toEqual(
          at.map((each) => `commit-${each}`),
        );
      }
    }
  });
});

function counted(all: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const each of all) counts[each] = (counts[each] ?? 0) + 1;
  return counts;
}

/** By the definition of the states, for failures of which there are as many at each commit that has them. */
function expectedState(at: readonly number[], perCommit: number): string {
  const [first = 0, last = 0, before = 0] = [at[0], at.at(-1), at.at(-2)];
  /** A bug that is gone would have been missed in the runs of so many commits with a chance of one in a hundred at most. */
  const isGone = (quiet: number, seenUntil: number): boolean => {
    const seen = at.filter((commit) => commit <= seenUntil).length;
    const share = (seen * perCommit) / ((seenUntil - first + 1) * SEEDS);
    return quiet > 0 && (1 - share) ** (quiet * SEEDS) < 0.01;
  };
  if (last < COMMITS.length) return isGone(COMMITS.length - last, last) ? 'resolved' : 'rare';
  if (first === last) return 'new';
  return isGone(last - before - 1, before) ? 'reopened' : 'ongoing';
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noTotals } from '../campaign/totals.ts';
import { campaigns, putCampaign, putSample, type StoredCampaign, samples } from './campaigns.ts';
import { Database } from './database.ts';
import { type Finding, findings, markOf, putRun, putSighting, runText } from './findings.ts';
import { exported, imported } from './jsonl.ts';
import { putScores, scores } from './scores.ts';

let folder = '';
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'store-'));
  db = Database.open(path.join(folder, 'store.db'));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const campaignAt = (commit: number, runs = 1000): StoredCampaign => ({
  id: `c${commit}`,
  label: `night ${commit}`,
  commit: `commit-${commit}`,
  beganAt: `2026-01-0${commit}T00:00:00.000Z`,
  plan: {
    systems: ['vsr'],
    first: 1,
    last: runs,
    minutes: null,
    shard: { index: 1, count: 1 },
    untilFailure: false,
    strategy: null,
    mutant: null,
    catalogue: null,
    set: [],
    extra: [],
  },
  program: 'abc',
  totals: { ...noTotals(), runs },
  elapsedMs: 1000,
  workers: 2,
  finished: true,
});

const failed = (commit: number, fingerprint: string, seed: number): Parameters<typeof putSighting>[1] => ({
  system: 'vsr',
  fingerprint,
  invariant: 'I2',
  title: `${fingerprint} <script>alert(1)</script>`,
  campaign: `c${commit}`,
  seed: String(seed),
  step: 1000 - seed,
});

/** For each of ten bugs: at which of five commits it is present, how often a run hits it there, and the expected state. */
const BUGS: readonly (readonly [at: readonly number[], times: number, state: Finding['state']])[] = [
  [[1, 2, 3, 4, 5], 1, 'ongoing'],
  [[5], 20, 'new'],
  [[5], 1, 'new'],
  [[1], 30, 'resolved'],
  [[1, 2], 10, 'resolved'],
  [[4], 1, 'rare'],
  [[3, 4], 1, 'rare'],
  [[1, 5], 30, 'reopened'],
  [[2, 5], 20, 'reopened'],
  [[4, 5], 3, 'ongoing'],
];

describe('a store', () => {
  it('should know first and last commit and state of 50 findings of 10 bugs over 5 commits', () => {
    const see = (commit: number, bug: number, times: number): void => {
      // Each bug shows itself in five ways.
      for (let way = 0; way < 5; way++)
        for (let n = 0; n < times; n++) putSighting(db, failed(commit, `bug ${bug} way ${way}`, n));
    };
    db.transaction(() => {
      for (let commit = 1; commit <= 5; commit++) {
        putCampaign(db, campaignAt(commit));
        BUGS.forEach(([at, times], bug) => {
          if (at.includes(commit)) see(commit, bug, times);
        });
      }
    });
    const all = findings(db);
    expect(all).toHaveLength(50);
    BUGS.forEach(([at, times, state], bug) => {
      for (let way = 0; way < 5; way++) {
        const found = all.find(({ fingerprint }) => fingerprint === `bug ${bug} way ${way}`);
        expect(found).toMatchObject({
          state,
          goodCommit: at[0] === 1 ? null : `commit-${(at[0] ?? 0) - 1}`,
          firstSeen: { commit: `commit-${at[0]}` },
          lastSeen: { commit: `commit-${at.at(-1)}` },
          times: times * at.length,
        });
        expect(found?.commits.map((each) => each.failed)).toEqual(
          [1, 2, 3, 4, 5].slice((at[0] ?? 1) - 1).map((commit) => (at.includes(commit) ? times : 0)),
        );
      }
    });
    expect(all.map(({ state }) => state).indexOf('resolved')).toBeGreaterThan(
      all.findIndex(({ state }) => state === 'rare'),
    );
  });

  it('should count what it is told twice once, and keep the shortest run', () => {
    putCampaign(db, campaignAt(1));
    for (const seed of [1, 2, 1, 2]) putSighting(db, failed(1, 'f', seed));
    const mark = markOf({ system: 'vsr', fingerprint: 'f' });
    for (const steps of [50, 20, 30]) putRun(db, mark, 'run', `run of ${steps}`, steps);
    expect(findings(db)).toMatchObject([{ times: 2, seeds: ['2', '1'], runSteps: 20, smallSteps: null }]);
    expect(runText(db, mark)).toBe('run of 20');
    putRun(db, mark, 'small', 'small', 5);
    expect([runText(db, mark), runText(db, mark, 'run'), runText(db, 'nope')]).toEqual([
      'small',
      'run of 20',
      undefined,
    ]);
  });

  it('should not go back to what a campaign was before', () => {
    putCampaign(db, campaignAt(1, 500));
    putCampaign(db, campaignAt(1, 300));
    expect(campaigns(db)).toMatchObject([{ totals: { runs: 500 } }]);
  });

  it('should come out as lines and go into another store, once', () => {
    putCampaign(db, campaignAt(1));
    putSample(db, 'c1', { elapsedMs: 10, runs: 1, steps: 2, virtualUs: 3, workers: 1, states: 4, failed: 0 });
    putSighting(db, failed(1, 'f', 1));
    putScores(db, 'commit-1', '2026-01-01', {
      mutants: [{ id: 'V01', name: 'a bug', control: false, found: 3, trials: 5, median_seeds: null }],
    });
    const text = [...exported(db)].join('');
    const other = Database.open(path.join(folder, 'other.db'));
    imported(other, text, 'x.jsonl');
    imported(other, text, 'x.jsonl');
    expect([...exported(other)].join('')).toBe(text);
    expect(findings(other)).toEqual(findings(db));
    expect(samples(other, 'c1')).toEqual(samples(db, 'c1'));
    expect(scores(other)).toMatchObject([{ mutant: 'V01', area: 'V', found: 3 }]);
    const bad =
      (line: string): (() => void) =>
      () =>
        imported(other, `${text}${line}\n`, 'x.jsonl');
    expect(bad('nonsense')).toThrow('x.jsonl:7: this is no line of a store');
    expect(bad('{"table":"sqlite_master","row":{}}')).toThrow('this is no line of a store');
    expect(bad('{"table":"findings","row":{"mark\\") --":"x"}}')).toThrow(/findings has no column/);
    expect(bad('{"table":"samples","row":{"campaign":"nowhere"}}')).toThrow(/^x\.jsonl:7: /);
    expect([...exported(other)].join('')).toBe(text);
    other.close();
  });

  it('should be shared: what one program writes another one reads', () => {
    const reader = Database.open(path.join(folder, 'store.db'), 'read');
    const before = reader.dataVersion();
    putCampaign(db, campaignAt(1));
    expect(campaigns(reader)).toHaveLength(1);
    expect(reader.dataVersion()).not.toBe(before);
    expect(() => putCampaign(reader, campaignAt(2))).toThrow(/readonly|query_only/);
    reader.close();
  });

  it('should refuse in one sentence what is no store, is newer, or is not there', () => {
    const file = path.join(folder, 'no-store');
    writeFileSync(file, 'x'.repeat(5000));
    expect(() => Database.open(file)).toThrow(/^\S+ is no store that can be opened: [^\n]+$/);
    expect(() => Database.open(path.join(folder, 'none'), 'read')).toThrow(/there is no such store$/);
    const newer = path.join(folder, 'newer.db');
    const made = Database.open(newer);
    made.run('PRAGMA user_version = 99');
    made.close();
    expect(() => Database.open(newer)).toThrow(/was written by a newer wavetank: its schema has version 99/);
  });
});

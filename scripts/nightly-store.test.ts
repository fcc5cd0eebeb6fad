import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../sim/campaign/journal.ts';
import { drawScenario } from '../sim/scenario/swarm.ts';
import { Database } from '../sim/store/database.ts';
import { findings, runText } from '../sim/store/findings.ts';
import { pingPong } from '../sim/systems/ping-pong.ts';
import { EVIL } from '../sim/web/testing/filled-store.ts';
import { keepNight, writeSummary } from './nightly-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'night-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a machine of the night has left. */
function shard(index: number): void {
  const journal = Journal.begin(path.join(folder, 'shards', String(index)), {
    systems: ['ping-pong'],
    first: 1,
    last: 10,
    minutes: null,
    shard: { index, count: 2 },
    untilFailure: false,
    strategy: null,
    mutant: null,
    catalogue: null,
    set: [],
    extra: [],
  });
  journal.campaign.totals.runs = 5;
  const scenario = drawScenario(String(index), pingPong);
  journal.keep({
    version: 2,
    system: 'ping-pong',
    seed: String(index),
    scenario,
    edits: {},
    verdict: 'violation',
    fingerprint: 'I2 lost',
    invariant: 'I2',
    title: `lost ${EVIL}`,
    facts: [],
    step: 10 - index,
    hash: '00',
    commit: 'abc',
    node: 'v20',
    tape: null,
  });
  journal.finish(1);
  journal.release();
}

describe('a night', () => {
  it('should be kept, with the findings of all its machines, once', () => {
    shard(1);
    shard(2);
    const store = path.join(folder, 'kept/store.db');
    expect(keepNight(path.join(folder, 'shards'), store)).toBe(2);
    expect(keepNight(path.join(folder, 'shards'), store)).toBe(2);
    const db = Database.open(store, 'read');
    const [found, ...others] = findings(db);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ times: 2, state: 'new', seeds: ['2', '1'], runSteps: 8 });
    expect(JSON.parse(runText(db, found?.mark ?? '') ?? '')).toMatchObject({ seed: '2' });
    db.close();
  });

  it('should be summed up in a page in which what is hostile is text', () => {
    shard(1);
    const store = path.join(folder, 'store.db');
    keepNight(path.join(folder, 'shards'), store);
    const file = path.join(folder, 'summary.html');
    writeSummary(store, file);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('<h2>findings (1)</h2>');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toMatch(/<script|<img|https?:/);
  });
});

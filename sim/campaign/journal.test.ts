import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../replay/failure-file.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { Journal } from './journal.ts';
import type { Plan } from './plan.ts';

const plan: Plan = {
  systems: ['ping-pong'],
  first: 1,
  last: 100,
  minutes: null,
  shard: { index: 1, count: 1 },
  untilFailure: false,
  strategy: null,
  mutant: null,
  catalogue: null,
  set: [],
  extra: [],
};

function failure(seed: string, step: number, fingerprint = 'I2 lost'): Failure {
  return {
    version: 2,
    system: 'ping-pong',
    seed,
    scenario: drawScenario(seed, pingPong),
    edits: {},
    verdict: 'violation',
    fingerprint,
    invariant: 'I2',
    title: 'lost',
    facts: [],
    step,
    hash: '00',
    commit: null,
    node: 'v20',
    tape: null,
  };
}

let folder = '';
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'journal-'));
  journal = Journal.begin(folder, plan);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines = (): string[] => readFileSync(path.join(folder, 'findings.jsonl'), 'utf8').trimEnd().split('\n');

describe('a journal', () => {
  it('should say at once that it cannot be where nothing can be written', () => {
    expect(() => Journal.begin('/proc/nowhere/at/all', plan)).toThrow(/cannot be made \(/);
  });

  it('should not continue a line that a crash has cut', () => {
    journal.keep(failure('1', 10));
    appendFileSync(path.join(folder, 'findings.jsonl'), '{"system":"ping-pong","se');
    const again = Journal.resume(folder);
    expect(again.findings.map(({ seed }) => seed)).toEqual(['1']);
    again.keep(failure('2', 20));
    expect(lines().map((line) => (JSON.parse(line) as { seed: string }).seed)).toEqual(['1', '2']);
  });

  it('should hold the shortest run of a fingerprint in its file, and a finding once', () => {
    const first = journal.keep(failure('1', 10));
    const second = journal.keep(failure('2', 5));
    journal.keep(failure('3', 7));
    expect(journal.keep(failure('2', 5))).toBeUndefined();
    expect(second?.file).toBe(first?.file);
    expect(JSON.parse(readFileSync(first?.file ?? '', 'utf8'))).toMatchObject({ seed: '2', step: 5 });
    expect(lines()).toHaveLength(3);
  });

  it('should tell fingerprints apart that have the same words', () => {
    const files = ['I2 a: b', 'I2 a, b', `I2 ${'x'.repeat(100)}1`, `I2 ${'x'.repeat(100)}2`].map(
      (fingerprint, i) => journal.keep(failure(String(i), 1, fingerprint))?.file,
    );
    expect(new Set(files).size).toBe(4);
  });

  it('should know the abstract states that its totals know, and no others', () => {
    const batch = { from: 0, to: 1 };
    journal.open(batch, [drawScenario('1', pingPong)]);
    journal.close(batch, 1, [3, 2 ** 32 - 1]);
    writeFileSync(path.join(folder, 'states.bin'), new Uint8Array([1, 2, 3, 4, 5]), { flag: 'a' });
    expect([...Journal.resume(folder).readStates()]).toEqual([3, 2 ** 32 - 1]);
  });

  it('should replace a clean campaign by the same one, and by no other', () => {
    journal.finish(1);
    journal.release();
    expect(() => Journal.begin(folder, { ...plan, last: 7 })).toThrow(/holds another campaign/);
    Journal.begin(folder, plan).release();
  });

  it('should remove the files that a killed process was writing, and no others', () => {
    const [unfinished, own] = ['a.json.7027.71a3c323', 'a.json.old'].map((name) => path.join(folder, name));
    for (const file of [unfinished, own]) writeFileSync(file ?? '', '{');
    Journal.resume(folder);
    expect([unfinished, own].map((file) => existsSync(file ?? ''))).toEqual([false, true]);
  });

  it('should belong to one program', () => {
    journal.useProgram('abc');
    const again = Journal.resume(folder);
    again.useProgram('abc');
    expect(() => again.useProgram('def')).toThrow(/the code has changed since the campaign/);
  });

  it('should belong to one process at a time, but not to a dead one', () => {
    const lock = path.join(folder, 'lock');
    writeFileSync(lock, String(process.ppid));
    expect(() => Journal.resume(folder)).toThrow(`${folder} is in use by process ${process.ppid}`);
    writeFileSync(lock, '4194305'); // above what Linux hands out
    Journal.resume(folder).release();
    expect(() => readFileSync(lock)).toThrow();
  });
});

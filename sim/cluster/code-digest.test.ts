import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { codeDigest } from './code-digest.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'code-digest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): void => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};
const digest = (): string => codeDigest([path.join(folder, 'server.js')]);
const MANIFEST = { name: 'mine', type: 'module', dependencies: { ws: '8.0.0' } };

it('should change with the code, what it depends on and its data', () => {
  write('package.json', JSON.stringify(MANIFEST));
  write('server.js', 'a');
  const digests = [digest()];
  write('server.js', 'b');
  digests.push(digest());
  write('lib/part.js', 'c');
  digests.push(digest());
  write('data.json', '{"version": 2}');
  digests.push(digest());
  write('package.json', JSON.stringify({ ...MANIFEST, dependencies: { ws: '8.0.1' } }));
  digests.push(digest());
  expect(new Set(digests).size).toBe(5);
});

it('should not change with what cannot change a run: descriptions, tests, and files that the tank writes', () => {
  const before = digest();
  write(
    'package.json',
    JSON.stringify({ ...MANIFEST, dependencies: { ws: '8.0.1' }, description: 'mine', scripts: {} }),
  );
  write('server.test.ts', 'x');
  write('other.cluster.mjs', 'x');
  write('found/a-i17.json', '{\n  "version": 2,\n  "system": "./cluster.ts"\n}');
  write('found/campaign.json', '{"version":1,"plan":{}}');
  write('findings/more.json', '{}');
  expect(digest()).toBe(before);
});

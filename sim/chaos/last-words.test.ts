import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lastWords, wordsIn } from './last-words.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'last-words-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const panic = (error: string, frames: readonly string[]): string =>
  `step 7, event kind 1, number 0\n\n${error}\n${frames.map((frame) => `    at ${frame}\n`).join('')}\n{ n: 1 }\n`;

const FRAMES = [
  'HostedContext.send (/home/me/node_modules/wavetank/src/host/hosted.ts:90:11)',
  'Object.message (/home/me/store.ts:12:5)',
  'HostedProcess.message (/home/me/node_modules/wavetank/src/host/hosted.ts:50:9)',
];

describe('what a replica says of its end', () => {
  it('should be the first line of the error, and its place in the system', () => {
    expect(wordsIn(panic('Error: too many\nof them', FRAMES))).toBe(
      'Error: too many, at Object.message (store.ts:12)',
    );
    expect(wordsIn('step 7, event kind 1, number 0\n\nnot an error\n\n{ n: 1 }\n')).toBe('not an error');
  });

  it('should be found in the newest file', () => {
    expect(lastWords(path.join(folder, 'gone'))).toBeUndefined();
    expect(lastWords(folder)).toBeUndefined();
    ['old', 'new'].forEach((name, at) => {
      const file = path.join(folder, `panic-step-${2 - at}.txt`);
      writeFileSync(file, panic(`Error: ${name}`, FRAMES));
      utimesSync(file, 1000 + at, 1000 + at);
    });
    expect(lastWords(folder)).toMatch(/^Error: new, at/);
  });
});

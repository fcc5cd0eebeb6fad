import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { some } from '../../testing/long.ts';
import { systemFiles } from '../testing/told.ts';

const { told, write } = systemFiles();

/** Runs a command in a new process: imports of Node's modules are bound once per process. */
function run(...words: string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const main = path.join(import.meta.dirname, '../../../scripts/start.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

/** References captured when a file loads; other leaks are tested in `sim/kernel/gates.test.ts`. */
const LEAKS: readonly (readonly [expression: string, call: string, beside: string])[] = [
  ['kept()', 'Math.random()', 'const kept = Math.random;'],
  ['kept()', 'Date.now()', 'const kept = Date.now;'],
  ['new Kept().getTime()', 'new Date()', 'const Kept = Date;'],
  ['randomBytes(4)[0]', 'crypto.randomBytes()', "import { randomBytes } from 'crypto';"],
];

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe('what is not the same in every run', () => {
  for (const [expression, call, beside] of some(LEAKS, 2)) {
    it(`should be named with its line: ${beside} ${expression}`, async () => {
      const { code, out, err } = await told({ beside, onAsk: `state.seen = ${expression};` });
      expect({ code, err }).toEqual({ code: 3, err: '' });
      expect(out).toMatch(
        new RegExp(
          `✗ nondeterminism: ${escaped(call)} was called during a run\n {2}at .*wrong-\\d+\\.ts:\\d+`,
        ),
      );
    });
  }

  const uuid = { beside: "import { randomUUID } from 'node:crypto';" };
  const thrown =
    /✗ nondeterminism: crypto\.randomUUID\(\) was called during a run\n {2}at .*wrong-\d+\.ts:\d+/;
  const places = [
    ['init', { init: '{ n: 0, id: randomUUID() }' }],
    ['start', { replica: '{ ...server, start(state: any) { state.id = randomUUID(); } }' }],
    ['an operation', { operation: 'randomUUID()' }],
    [
      'an invariant',
      {
        more: ", invariants: [{ id: 'T1', name: 'mine', statement: 'x', initial: () => ({}), on: { step() { randomUUID(); } } }]",
      },
    ],
  ] as const;
  for (const [where, parts] of some(places, 1)) {
    it(`should be named in ${where}`, () => {
      const file = write({ ...uuid, ...parts });
      for (const words of [['1'], ['--seeds', '1..3']]) {
        const { code, out } = run('sim', ...words, '--system', file);
        expect(out).toMatch(thrown);
        expect(code).toBe(3);
      }
    });
  }

  const loading = [
    ['export const salt = Math.random();', 'Math.random()'],
    ['export const began = [new Date()].map((date) => date.getTime());', 'new Date()'],
    [
      "import { randomBytes } from 'node:crypto';\nexport const key = randomBytes(4);",
      'crypto.randomBytes()',
    ],
    ['export const me = process.pid;', 'process.pid'],
    ['export const origin = performance.timeOrigin;', 'performance.timeOrigin'],
  ] as const;
  for (const [text, call] of some(loading, 1)) {
    it(`should be named while the file is loaded: ${call}`, () => {
      const file = write({ beside: text });
      for (const words of [
        ['sim', '1'],
        ['fuzz', '--seeds', '1..2'],
      ]) {
        const { code, out, err } = run(...words, '--system', file);
        expect({ code, err }).toEqual({ code: 3, err: '' });
        expect(out).toMatch(
          new RegExp(
            `✗ nondeterminism: ${escaped(call)} was called while the file was loaded\n {2}at .*(wrong-\\d+\\.ts|system\\.mjs):\\d+`,
          ),
        );
      }
    });
  }
});

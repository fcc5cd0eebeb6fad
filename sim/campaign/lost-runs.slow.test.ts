import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../cli/program.ts';
import { FakeIo } from '../cli/testing/fake-io.ts';
import { readFailure } from '../replay/failure-file.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { amount } from '../testing/long.ts';

const registry = { systems, defaultSystem };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fuzz-lost-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HIT = 'ctx.send(from, { hits: ball.hits + 1 });';
/** Only long games: few seeds get there. */
const WHEN = 'if (ball.hits > 350)';
/** Of twelve seeds, three get there, and each takes its second: the short form has two of them. */
const LAST = amount(7, 12);
const SEEDS = ['--seeds', `1..${LAST}`];

function catalogue(): string {
  const mutant = (id: string, replace: string, find = HIT): object => ({
    id,
    name: id.toLowerCase(),
    file: 'sim/systems/ping-pong.ts',
    find,
    replace,
    expect: [],
    note: 'for a test',
  });
  const file = path.join(folder, 'catalogue.json');
  const outside = (call: string): string => `(globalThis as any).${call}`;
  writeFileSync(
    file,
    JSON.stringify([
      mutant('HANG', `${WHEN} for (;;);\n    ${HIT}`),
      mutant('EXIT', `${WHEN} ${outside('process.exit(3)')};\n    ${HIT}`),
      mutant('CLOCK', `${WHEN} ${outside('Date.now()')};\n    ${HIT}`),
      mutant('LOAD', "throw new Error('not today');\nconst BALL_LOST = 0;", 'const BALL_LOST = 0;'),
    ]),
  );
  return file;
}

interface Summary {
  readonly runs: number;
  readonly passed: number;
  readonly failed: number;
  readonly findings: readonly { fingerprint: string; times: number; seed: string; file: string }[];
}

async function fuzz(mutant: string, out: string, ...words: string[]): Promise<{ code: number; io: FakeIo }> {
  const io = new FakeIo();
  const common = [
    '--system',
    'ping-pong',
    '--catalogue',
    catalogue(),
    '--mutant',
    mutant,
    '--json',
    '--workers',
    '1',
  ];
  const code = await main(['fuzz', '--out', path.join(folder, out), ...common, ...words], io, registry);
  return { code, io };
}

const summaryOf = ({ stdout }: FakeIo): Summary => JSON.parse(stdout) as Summary;
const linesOf = (out: string): { seed: string }[] =>
  readFileSync(path.join(folder, out, 'findings.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { seed: string });

describe('a run that never comes back', () => {
  it('should cost its own seed when it hangs, and be named', { timeout: 120_000 }, async () => {
    const { code, io } = await fuzz('HANG', 'hang', ...SEEDS, '--run-seconds', '1');
    expect(code).toBe(1);
    const { runs, passed, failed, findings } = summaryOf(io);
    expect(runs).toBe(LAST);
    expect(failed).toBeGreaterThan(0);
    expect(failed).toBeLessThan(LAST - 2);
    expect(passed).toBe(LAST - failed);
    expect(findings).toMatchObject([{ fingerprint: 'hang', times: failed }]);
    const seeds = linesOf('hang').map(({ seed }) => seed);
    expect(new Set(seeds).size).toBe(failed);
    expect(readFailure(findings[0]?.file ?? '')).toMatchObject({
      verdict: 'hang',
      hash: null,
      seed: findings[0]?.seed,
    });
    // The worker dies on exactly the same seeds.
    const { io: other, code: worst } = await fuzz('EXIT', 'exit', ...SEEDS);
    expect(worst).toBe(5);
    expect(summaryOf(other)).toMatchObject({ runs: LAST, failed, passed });
    expect(
      linesOf('exit')
        .map(({ seed }) => seed)
        .sort(),
    ).toEqual(seeds.sort());
  });

  it('should be no seed at all when the program does not start', async () => {
    const { code, io } = await fuzz('LOAD', 'load', ...SEEDS);
    expect(code).toBe(2);
    expect(io.stderr).toBe('mutant LOAD: the mutated program does not start: not today\n');
  });
});

describe('a call that is not the same in every run', () => {
  it('should have the same fingerprint in every campaign, and name our file', async () => {
    const fingerprints: unknown[] = [];
    for (const out of ['a', 'b']) {
      const { code, io } = await fuzz('CLOCK', out, ...SEEDS);
      expect(code).toBe(3);
      fingerprints.push(summaryOf(io).findings.map(({ fingerprint }) => fingerprint));
    }
    expect(fingerprints[0]).toEqual([
      expect.stringMatching(/^nondeterminism Date\.now\(\) at .*ping-pong\.ts:#:#/),
    ]);
    expect(fingerprints[1]).toEqual(fingerprints[0]);
  });
});

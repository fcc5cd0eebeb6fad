import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../files/repository.ts';
import { readFailure, type WrittenFailure, writeFailure } from '../../replay/failure-file.ts';
import { packed, unpacked } from '../../replay/tape.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const registry = { systems, defaultSystem };

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, registry);
  return { code, out: io.stdout, err: io.stderr };
}

/** A short run that fails, so that all that is done with it takes little. */
const FAILS = ['14', '--ops', '4', '--mutant', 'V37'];
/** Tries and no time: nothing depends on the speed of the machine. */
const BRIEFLY = ['--tries', '10'];

let folder = '';
let file = '';
let failure: WrittenFailure;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'replay-'));
  file = path.join(folder, 'small.json');
  expect(await run('shrink', ...FAILS, '--tries', '40', '--out', file)).toMatchObject({ code: 0, err: '' });
  failure = readFailure(file);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** The failure with something else in it, as if wavetank had written it so. */
function altered(change: Partial<WrittenFailure>): string {
  const other = path.join(folder, 'altered.json');
  const { wavetank: _, ...rest } = { ...failure, ...change };
  writeFailure(other, rest);
  return other;
}

describe('replay', () => {
  it('should make the run again, step by step', async () => {
    const { code, out } = await run('replay', file);
    expect(code).toBe(1);
    expect(out).toMatch(/^✓ replayed {2}\d+ steps, each as it was recorded · hash [0-9a-f]{16}\n/);
    expect(out).toContain('two primaries in one view');
    const json = JSON.parse((await run('replay', file, '--json')).out) as object;
    expect(json).toMatchObject({ same: true, verdict: 'violation', hash: failure.hash });
  });

  it('should stop at the first step that is not as recorded, and say both', async () => {
    const tape = unpacked(failure.tape ?? '');
    if (tape === undefined) throw new Error('no tape');
    const steps = tape.steps.map((line, i) => (i === 4 ? '77 00 replica 9 sings' : line));
    const { code, out } = await run('replay', altered({ tape: packed({ ...tape, steps }) }));
    expect(code).toBe(3);
    expect(out).toMatch(/^✗ step 5 is not as it was recorded\n/);
    expect(out).toMatch(/expected +replica 9 sings/);
    expect(out).toMatch(/got +\S/);
  });

  it('should say when the recorded run went on', async () => {
    const tape = unpacked(failure.tape ?? '');
    if (tape === undefined) throw new Error('no tape');
    const steps = [...tape.steps, '99 00 replica 0 starts'];
    const { out } = await run('replay', altered({ tape: packed({ ...tape, steps }) }));
    expect(out).toMatch(/expected +replica 0 starts/);
    expect(out).toMatch(/got +the end: violation/);
  });

  it('should compare what was not written down by the hash over all of it', async () => {
    const tape = unpacked(failure.tape ?? '');
    if (tape === undefined) throw new Error('no tape');
    const cut = packed({ ...tape, steps: tape.steps.slice(0, 5), cut: true, end: '' });
    expect(await run('replay', altered({ tape: cut }))).toMatchObject({ code: 1, err: '' });
    const { code, out } = await run('replay', altered({ tape: cut, hash: '00' }));
    expect(code).toBe(3);
    expect(out).toMatch(/^✗ step 6 or a later one is not as it was recorded\n/);
    expect(out).toMatch(
      /expected +the end, at step \d+: hash 00\n +got +the end, at step \d+: hash [0-9a-f]{16}/,
    );
  });

  it('should match what still fits when it is guided', async () => {
    const same = JSON.parse((await run('replay', file, '--guided', '--json')).out) as {
      steps: { matched: number; of: number };
      prefix: number;
      fails_again: boolean;
    };
    expect(same.fails_again).toBe(true);
    expect(same.steps.matched).toBe(same.steps.of);
    expect(same.prefix).toBe(same.steps.of);
  });

  it('should have the mended code pass when it is guided, and say how far it went along', async () => {
    const { mutant: _, ...mended } = failure;
    const other = path.join(folder, 'mended.json');
    const { wavetank: __, ...rest } = mended;
    writeFailure(other, rest);
    const { code, out } = await run('replay', other, '--guided');
    expect(code).toBe(0);
    expect(out).toMatch(/^~ ends otherwise: pass, and not I6 /);
    expect(out).toMatch(/steps +\d+ of \d+ \(.*\) happen again, the first \d+ in the same order/);
  });

  it.each([
    ['another commit', { commit: '0000000' }, /was made at commit 0000000 and this is /],
    ['no recorded run', { tape: null }, /has no recorded run/],
    ['a broken tape', { tape: 'xx' }, /what it holds of the run cannot be read/],
  ])('should refuse a file with %s', async (_, change, reason) => {
    const { code, err } = await run('replay', altered(change));
    expect(code).toBe(2);
    expect(err).toMatch(reason);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('should refuse a file that is not as it was written, whichever command is given it', async () => {
    const whole = readFileSync(file, 'utf8');
    const other = path.join(folder, 'other.json');
    const cases: [string, RegExp][] = [
      [whole.slice(0, whole.length / 2), /is not JSON: /],
      [
        whole.replace('"version": 2', '"version": 1'),
        /has version 1; this program reads failure files of version 2/,
      ],
      [whole.replace(/"step": \d+/, '"step": 1'), /was edited after it was written/],
      [whole.replace(/"wavetank": "[^"]*"/, '"wavetank": "9.9.9"'), /was edited after it was written/],
      ['{}', /is no failure file: it has no version/],
    ];
    for (const [text, reason] of cases) {
      writeFileSync(other, text);
      for (const command of ['replay', 'sim', 'shrink', 'report']) {
        const { code, err } = await run(command, other);
        expect(code).toBe(2);
        expect(err).toMatch(reason);
        expect(err.trimEnd()).not.toContain('\n');
      }
    }
    expect((await run('replay', path.join(folder, 'none.json'))).err).toMatch(/does not exist/);
  });
});

describe('shrink', () => {
  it('should keep the best so far on Ctrl-C, and say so', async () => {
    class Impatient extends FakeIo {
      override onInterrupt(handler?: () => void): () => void {
        handler?.();
        return () => {};
      }
    }
    const io = new Impatient();
    const kept = path.join(folder, 'kept.json');
    expect(await main(['shrink', ...FAILS, '--out', kept], io, registry)).toBe(130);
    expect(io.stdout).toMatch(/stopped by Ctrl-C; this is the smallest so far/);
    expect(readFailure(kept).fingerprint).toBe(failure.fingerprint);
  });

  it('should refuse what fails without the mutant, too', async () => {
    const { code, err } = await run('shrink', ...FAILS, '--set', 'livenessUs=1');
    expect(code).toBe(2);
    expect(err).toMatch(/^there is nothing to shrink: seed 14 fails without the mutant, too/);
  });

  it('should explain: the story, what is needed, and what the sound code does', async () => {
    const { out } = await run('shrink', file, ...BRIEFLY, '--json', '--out', path.join(folder, 'again.json'));
    const { explained } = JSON.parse(out) as {
      explained: { story: object[]; faults: { role: string }[]; sound: { step: number } | undefined };
    };
    expect(explained.story.length).toBeGreaterThan(2);
    expect(explained.story.length).toBeLessThan(20);
    expect(explained.faults.map(({ role }) => role)).toContain('necessary');
    expect(explained.sound?.step).toBeGreaterThan(0);
  });

  it('should leave a test that passes, and a regression that is as it must be', async () => {
    const seeds = path.join(folder, 'seeds');
    const test = path.join(ROOT, 'sim/cli/testing', `emitted-${process.pid}.test.ts`);
    const saved = path.join(seeds, 'kept.json');
    const out = path.join(folder, 'third.json');
    try {
      const { code } = await run(
        'shrink',
        file,
        ...BRIEFLY,
        '--out',
        out,
        '--emit-test',
        test,
        '--save',
        saved,
      );
      expect(code).toBe(0);
      const bin = path.join(ROOT, 'node_modules/.bin');
      execFileSync(path.join(bin, 'biome'), ['check', test, saved], { cwd: ROOT, stdio: 'pipe' });
      execFileSync(path.join(bin, 'vitest'), ['run', test], { cwd: ROOT, stdio: 'pipe' });
      expect(await run('seeds', '--dir', seeds)).toMatchObject({ code: 0 });
      const again = await run('shrink', file, ...BRIEFLY, '--out', out, '--save', saved);
      expect(again).toMatchObject({
        code: 2,
        err: expect.stringMatching(/there is such a regression already/),
      });
    } finally {
      rmSync(test, { force: true });
    }
  });

  it('should refuse places where nothing can be written, at once', async () => {
    const { code, err } = await run('shrink', file, ...BRIEFLY, '--out', '/proc/x/y.json');
    expect(code).toBe(2);
    expect(err).toMatch(/^\/proc\/x\/y\.json cannot be written \(/);
    expect((await run('report', file, '--html', '/proc/x/y.html')).code).toBe(2);
    expect((await run('shrink', file, '--emit-test', 'x.ts')).err).toMatch(/must end in \.test\.ts/);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../files/repository.ts';
import { readJson } from '../../input/json-file.ts';
import { catalogue } from '../../mutants/catalogue/index.ts';
import { editsOf, filesOf, type Mutant, type MutantEdit } from '../../mutants/mutant.ts';
import { parseCatalogue } from '../../mutants/parse.ts';
import { prepareMutants } from '../../mutants/prepare.ts';
import { mutate } from '../../mutants/source.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { LONG, some } from '../../testing/long.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const registry = { systems, defaultSystem };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mutants-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function mutants(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['mutants', ...words], io, registry);
  return { code, out: io.stdout, err: io.stderr };
}

interface Measured {
  readonly id: string;
  readonly found: number;
  readonly trials: number;
  readonly activated: number;
  readonly fired: readonly string[];
}

function catalogueFile(value: unknown): string {
  const file = path.join(folder, 'catalogue.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

/** One nontrivial bug of each kind: a smoke test of the tank itself. */
const DOZEN = ['V03', 'V06', 'V08', 'V18', 'V21', 'V23', 'V25', 'V28', 'V29', 'V37', 'C01', 'C02'];
/** Those of the dozen that need few seeds. */
const FEW = ['V21', 'C01'];

/** Each thread compiles and warms up the code of each mutant anew, which takes longer than the few seeds of the short form. */
const WORKERS = LONG ? [] : ['--workers', '1'];

describe('mutants', () => {
  it('should find a fixed dozen (in the short form: a few of it), each within 300 seeds', {
    timeout: 600_000,
  }, async () => {
    const { code, out, err } = await mutants(
      '--only',
      (LONG ? DOZEN : FEW).join(','),
      '--trials',
      '1',
      '--seeds',
      '300',
      ...WORKERS,
      '--json',
    );
    expect(err.trimEnd().split('\n')).toHaveLength((LONG ? DOZEN : FEW).length); // a line for each, for the log of a CI
    const { mutants: all, score } = JSON.parse(out) as { mutants: Measured[]; score: number };
    expect(all.filter(({ found }) => found === 0).map(({ id }) => id)).toEqual([]);
    expect(score).toBe(1);
    expect(code).toBe(0);
    for (const { activated, fired } of all) {
      expect(activated).toBeGreaterThan(0);
      expect(fired.length).toBeGreaterThan(0);
    }
  });

  it('should hear nothing from a change that is no bug', async () => {
    const { code, out } = await mutants(
      '--only',
      'NC2',
      '--trials',
      '1',
      '--seeds',
      LONG ? '40' : '3',
      ...WORKERS,
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ mutants: [{ id: 'NC2', found: 0 }] });
  });

  it('should print a table, and end with the command to run next', async () => {
    const { out, err } = await mutants(
      ...['--only', 'V21', '--trials', '2', '--seeds', '50', '--base', 'other'],
    );
    expect(out).toMatch(/✓ +V21 +dvc-quorum-minus-one +2\/2/);
    expect(out.trimEnd().split('\n').at(-1)).toBe('npm run mutants -- --base other --black-box');
    expect(err).toBe('V21 dvc-quorum-minus-one: found in 2 of 2 trials\n');
  });

  it('should stop at once when interrupted, and name what is not measured', async () => {
    class InterruptedIo extends FakeIo {
      private interrupt = (): void => {};
      override onInterrupt(handler: () => void = () => {}): () => void {
        this.interrupt = handler;
        return () => {};
      }
      override err(): void {
        this.interrupt(); // after the first line of progress
      }
    }
    const io = new InterruptedIo();
    const words = ['--only', 'V21,V36', '--trials', '1', '--minutes', '5', '--workers', '1'];
    expect(await main(['mutants', ...words], io, registry)).toBe(130);
    expect(io.stdout).toContain('interrupted, not measured: V36');
  });

  const [one] = catalogue;
  const changed = (fields: Partial<Record<keyof Mutant | keyof MutantEdit, unknown>>): string =>
    catalogueFile([{ ...one, ...fields }]);
  const refused: readonly (readonly [words: () => string[], says: RegExp])[] = [
    [() => ['--only', 'V01,V999'], /there is no mutant "V999"/],
    [() => ['--system', 'nobody'], /there is no system "nobody"/],
    [() => ['--system', './mine.ts'], /mutants of \.\/mine\.ts are its own: --catalogue/],
    [() => ['--trials', '0'], /--trials/],
    [() => ['--minutes', 'soon'], /--minutes soon/],
    [() => ['--workers', '1000'], /at most 256/],
    [() => ['--strategy', 'luck'], /no such strategy/],
    [() => ['--base', 'a b'], /--base/],
    [() => ['--catalogue', path.join(folder, 'none.json')], /does not exist/],
    [() => ['--catalogue', catalogueFile('[')], /is not JSON/],
    [() => ['--catalogue', catalogueFile({})], /a list of mutants is needed/],
    [() => ['--catalogue', changed({ find: 'no such text anywhere' })], /V01.*does not occur|V01.*find/],
    [() => ['--catalogue', changed({ find: 'const' })], /V01.*(times|once)/],
    [() => ['--catalogue', changed({ file: 'src/vsr/nowhere.ts' })], /V01.*nowhere\.ts/],
    [() => ['--catalogue', changed({ file: '../outside.ts' })], /V01/],
    [
      () => ['--catalogue', changed({ file: 'scripts/bench.ts', find: 'const ROUNDS = 5;' })],
      /no part of what a run loads/,
    ],
    [() => ['--catalogue', changed({ name: 7 })], /name/],
    [() => ['--catalogue', changed({ scenario: { replicas: 99 } })], /scenario\.replicas|replicas/],
    [() => ['--catalogue', changed({ replace: 'this is no code (' })], /does not compile/],
  ];
  for (const [words, says] of refused) {
    it(`should refuse: ${says.source}`, async () => {
      const { code, out, err } = await mutants(...words());
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(says);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
    });
  }
});

/** Held-out mutants: the swarm rates were not tuned on them. */
const heldOut = parseCatalogue(readJson(path.join(ROOT, 'sim/mutants/held-out.json')), 'held-out.json');

describe('the catalogue', () => {
  it('should fit the code: every find occurs exactly once', { timeout: 180_000 }, async () => {
    for (const mutant of [...catalogue, ...heldOut]) {
      const contents = mutate(mutant).map((replaced) => replaced.contents);
      for (const { replace } of editsOf(mutant))
        expect(contents.some((text) => text.includes(replace))).toBe(true);
    }
    // The short form compiles only the first of each of some files: that all of them compile has a test of its own.
    const files = new Set(catalogue.map(filesOf));
    const first = [...files].flatMap((file) => catalogue.find((mutant) => filesOf(mutant) === file) ?? []);
    const compiled = LONG ? [...catalogue, ...heldOut] : [...some(first, 2), ...heldOut.slice(0, 1)];
    const { mutants: prepared } = await prepareMutants(compiled, { systems, system: defaultSystem });
    expect(prepared).toHaveLength(compiled.length);
  });

  it('should name each mutant once', () => {
    const ids = catalogue.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

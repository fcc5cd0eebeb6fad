import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { counterFile } from '../testing/counter-file.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'system-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a system file', () => {
  it('should run as a system of our own does, also in many seeds', async () => {
    const file = write('good.ts', counterFile({}));
    expect(await run('sim', '1', '--system', file)).toMatchObject({ code: 0, err: '' });
    expect(await run('sim', '--seeds', '1..20', '--system', file)).toMatchObject({ code: 0, err: '' });
    expect(await run('sim', '1', '--system', file, '--check-determinism')).toMatchObject({
      code: 0,
      err: '',
    });
  });

  it('should be told that without a model no answer is judged', async () => {
    const file = write('good.ts', counterFile({}));
    const sentence = /judged .*no model is given: linearizability is not checked\n/;
    expect((await run('sim', '1', '--system', file)).out).toMatch(sentence);
    expect((await run('sim', '--seeds', '1..2', '--system', file)).out).toMatch(sentence);
    expect((await run('sim', '1', '--system', 'abd')).out).not.toMatch(sentence);
  });

  it('should be told of a point that its definition does not list', async () => {
    const file = write(
      'points.ts',
      counterFile({ onAsk: 'ctx.point("before");', more: ", points: ['befor']" }),
    );
    const text = /^ctx\.point\("before"\) is not in `points` of .* \(befor\): no crash is aimed at it\n$/;
    expect((await run('sim', '1', '--system', file)).err).toMatch(text);
    expect((await run('sim', '--seeds', '1..2', '--system', file)).err).toMatch(text);
  });

  it('should be refused with two invariants of one id', async () => {
    const invariant = "{ id: 'C1', name: 'a', statement: 'b', initial: () => ({}), on: {} }";
    const file = write('twice.ts', counterFile({ more: `, invariants: [${invariant}, ${invariant}]` }));
    const says = /twice\.ts:\d+: defineSystem: counter: two invariants have the id C1\n$/;
    for (const words of [
      ['sim', '1'],
      ['fuzz', '--seeds', '1..2', '--out', path.join(folder, 'twice')],
    ])
      expect(await run(...words, '--system', file)).toMatchObject({
        code: 2,
        err: expect.stringMatching(says),
      });
    expect(existsSync(path.join(folder, 'twice'))).toBe(false);
  });

  it('should be judged by the invariants that are named, and by no others', async () => {
    const file = write('good.ts', counterFile({}));
    const judged = (ids: string): Promise<{ code: number; out: string; err: string }> =>
      run('sim', '1', '--system', file, '--set', `judgedBy=${ids}`);
    expect((await judged('["I25"]')).out).toMatch(/judged +I25 no-panic, L1 progress-after-heal, L2 .*, L5 /);
    expect(await judged('["XX"]')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^judgedBy: .*good\.ts has no invariant XX; it has I25, I28, L1, L2, L5\n$/),
    });
  });

  it('should be told of a rule that never fires, and of the names that there are', async () => {
    const file = write('good.ts', counterFile({}));
    const told = async (seeds: readonly string[], when: string): Promise<string> =>
      (await run('sim', ...seeds, '--system', file, '--calm', '--when', when, '--then', 'hold 1ms')).err;
    expect(await told(['1'], 'send message')).toBe('');
    expect(await told(['1'], 'send massage')).toMatch(
      /^rule 1 had no effect: "send massage" never occurred; known messages: message\n$/,
    );
    expect(await told(['--seeds', '1..2'], 'send message #90000')).toBe(
      'rule 1 had no effect: "send message #90000" never occurred in any of 2 runs\n',
    );
  });

  it('should be told of an edit that has no effect', async () => {
    const file = write('good.ts', counterFile({}));
    const told = async (edit: string): Promise<string> =>
      (await run('sim', '1', '--system', file, '--edit', edit)).err;
    expect(await told('drop 0>2 #1=1')).toBe('');
    expect(await told('drop 0>2 #100000=1')).toBe(
      '--edit "drop 0>2 #100000" had no effect: the run never came to this decision\n',
    );
    expect(await run('sim', '1', '--system', file, '--edit', 'dorp 0>2 #1=1')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(
        /^--edit "dorp 0>2 #1": there are no decisions called dorp; there are .*, drop, .*\n$/,
      ),
    });
  });

  it('should be told when it is missing, or a folder', async () => {
    expect(await run('sim', '1', '--system', './none.ts')).toEqual({
      code: 2,
      out: '',
      err: '--system ./none.ts: there is no such file\n',
    });
    expect((await run('sim', '1', '--system', `${folder}/`)).err).toMatch(/: this is no file\n$/);
    expect((await run('sim', '1', '--system', 'vrs')).err).toMatch(
      /^there is no system "vrs"; there are vsr, .*\.ts\n$/,
    );
  });

  const wrong: readonly (readonly [name: string, text: string, sentence: RegExp])[] = [
    ['a syntax error', 'const a = 1;\nconst b = = 2;\n', /\/x\.ts:2:11: Unexpected "="\n$/],
    ['an import of nothing', "import './none.ts';\n", /\/x\.ts:1:8: Could not resolve "\.\/none\.ts"\n$/],
    [
      'an invalid entry of ours',
      "import 'wavetank/vsr';\n",
      /\/x\.ts:1:8: there is no "wavetank\/vsr" .*\n$/,
    ],
    [
      'no default export',
      'export const system = 1;\n',
      /\/x\.ts has no default export; it must end with: .*\n$/,
    ],
    [
      'another default export',
      'export default { name: 1 };\n',
      /\/x\.ts: its default export is no system; .*\n$/,
    ],
    [
      'code that throws',
      '\n\nthrow new Error("oh no");\nexport default 1;\n',
      /\/x\.ts(:3)?: it threw .* Error: oh no\n$/,
    ],
    [
      'a definition that lacks something',
      "import { defineSystem } from 'wavetank';\nexport default defineSystem({ name: 'x' } as never);\n",
      /\/x\.ts(:2)?: defineSystem: x has no `replica`\n$/,
    ],
  ];
  for (const [name, text, sentence] of wrong) {
    for (const command of [
      ['sim', '1'],
      ['fuzz', '--seeds', '1..2'],
      ['shrink', '1'],
    ]) {
      it(`should be told of ${name} by ${command[0]}`, async () => {
        const file = write('x.ts', text);
        const { code, out, err } = await run(...command, '--system', file);
        expect(err).toMatch(sentence);
        expect(err.split('\n')).toHaveLength(2);
        expect({ code, out }).toEqual({ code: 2, out: '' });
      });
    }
  }
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../systems/index.ts';
import { main } from './program.ts';
import { FakeIo } from './testing/fake-io.ts';

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

interface Parts {
  readonly beside?: string;
  readonly init?: string;
  readonly onAsk?: string;
  readonly onAnswer?: string;
  readonly more?: string;
}

/** A server that counts, with something done wrong. */
const counter = ({ beside = '', init = '{ n: 0 }', onAsk = '', onAnswer = '', more = '' }: Parts): string => `
import { defineSystem, processId } from 'wavetank';
${beside}
const idle = { start() {}, timer() {}, disk() {} };
const server = {
  ...idle,
  init: () => (${init}),
  message(state: any, from: any, message: any, ctx: any) {
    ${onAsk}
    ctx.send(from, { ...message, n: state.n++ });
  },
};
const ask = (state: any, ctx: any) => {
  ctx.setTimer(0, 20_000);
  ctx.send(processId(0), { request: state.request });
};
const client = {
  ...idle,
  init: () => ({ request: 0, open: false }),
  invoke(state: any, _operation: any, ctx: any) {
    state.request++;
    state.open = true;
    ask(state, ctx);
  },
  timer: (state: any, _timer: any, ctx: any) => state.open && ask(state, ctx),
  message(state: any, _from: any, message: any, ctx: any) {
    if (!state.open || message.request !== state.request) return;
    ${onAnswer === '' ? "state.open = false; ctx.complete({ type: 'ok', result: message.n });" : onAnswer}
  },
};
export default defineSystem({ name: 'counter', replica: server, client, operation: () => 'count', replicas: 1${more} });
`;

const CALM = ['--set', 'crash.everyUs=0', '--set', 'clientCrash.everyUs=0', '--ops', '5'];

describe('a system file', () => {
  it('should run as a system of our own does, also in many seeds', async () => {
    const file = write('good.ts', counter({}));
    expect(await run('sim', '1', '--system', file)).toMatchObject({ code: 0, err: '' });
    expect(await run('sim', '--seeds', '1..20', '--system', file)).toMatchObject({ code: 0, err: '' });
    expect(await run('sim', '1', '--system', file, '--check-determinism')).toMatchObject({
      code: 0,
      err: '',
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
      'an entry of ours that is none',
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
      /\/x\.ts(:2)?: it threw .*: x has no `replica`\n$/,
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

describe('a process that is written wrong', () => {
  const told = async (parts: Parts, ...more: string[]): Promise<{ code: number; out: string }> => {
    const file = write('wrong.ts', counter(parts));
    const { code, out, err } = await run('sim', '1', '--system', file, ...more);
    expect(err).toBe('');
    return { code, out };
  };

  it('should be told of state in a closure', async () => {
    const { code, out } = await told({ beside: 'let total = 0;', onAsk: 'state.n = ++total;' });
    expect(code).toBe(3);
    expect(out).toMatch(/✗ state outside the state object\n/);
    expect(out).toMatch(/at or before {2}.*\d>\d/);
  });

  it('should be told of a function in the state', async () => {
    const { code, out } = await told({ init: '{ n: 0, next() { return ++this.n; } }' });
    expect(code).toBe(3);
    expect(out).toMatch(/a state is no plain data: .*could not be cloned/);
  });

  it('should be told of a sent message that is changed', async () => {
    const { code, out } = await told({ onAsk: 'message.request += 0;' });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ a sent message was changed\n {2}I25 no-panic/);
    expect(out).toMatch(/send a copy/);
  });

  it('should be told of a handler that throws, with its place', async () => {
    const { code, out } = await told({ onAsk: 'state.missing.field = 1;' });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ a process panicked\n {2}I25 no-panic/);
    expect(out).toMatch(
      /process 0 threw {2}TypeError: Cannot set properties of undefined \(setting 'field'\)/,
    );
  });

  it('should be told of a message to nobody', async () => {
    const { out } = await told({ onAsk: 'ctx.send(77, {});' });
    expect(out).toMatch(/process 0 threw {2}Error: process 0 sent to 77: there are processes 0 to \d+/);
  });

  it('should be told of an operation that returns twice', async () => {
    const complete = "ctx.complete({ type: 'ok', result: 1 });";
    const { out } = await told({ onAnswer: `${complete} ${complete}` }, ...CALM);
    expect(out).toMatch(/client \d+ called complete\(\), but has no open operation: one answer each/);
  });

  it('should be told of an operation that never returns', async () => {
    const { code, out } = await told({ onAnswer: 'state.open = false;' }, ...CALM);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ no progress after the storm\n {2}L1 progress-after-heal/);
    expect(out).toMatch(/clients? [\d, ]+ got no answer since faults stopped/);
  });

  it('should be told of a clock that is not the one of the run', async () => {
    const { code, out } = await told({ onAsk: 'state.at = Date.now();' });
    expect(code).toBe(3);
    expect(out).toMatch(/✗ nondeterminism: Date\.now\(\) was called during a run/);
  });
});

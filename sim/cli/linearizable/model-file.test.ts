import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeText, type Said } from './testing/judge-text.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'models-'));
afterAll(() => rmSync(folder, { recursive: true }));

const op = (fields: object): string => JSON.stringify(fields);
const tickets = (first: number, second: number): string =>
  [
    op({ client: 0, op: 'next', result: first, call: 1, return: 4 }),
    op({ client: 1, op: 'next', result: second, call: 2, return: 3 }),
  ].join('\n');

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const judge = async (history: string, model: string): Promise<Said> => {
  const { code, out, err } = await judgeText(history, '--model', model);
  return { code, out, err: err.replaceAll(/\S*\/models-\w+\//g, '') };
};

const TICKET = `import { FIRST } from './first.ts';
interface Operation { readonly f: string }
export default {
  name: 'ticket',
  init: (): number => FIRST,
  step: (next: number, { f }: Operation) => (f === 'next' ? { state: next + 1, result: next } : []),
};
`;

describe('a model of one’s own', () => {
  it('should judge, written in TypeScript and in several files', async () => {
    write('first.ts', 'export const FIRST: number = 0;\n');
    const model = write('ticket.ts', TICKET);
    expect(await judge(tickets(1, 0), model)).toMatchObject({ code: 0, err: '' });
    const { code, out } = await judge(tickets(0, 0), model);
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ .* ticket /m);
  });

  it('should decide with its own equals and partition', async () => {
    const text = `export default {
      init: () => ({ next: 0, unused: 0 }),
      step: ({ next, unused }, { f }) => ({ state: { next: next + 1, unused: unused + 1 }, result: next }),
      equals: (a, b) => a.next === b.next,
      partition: ({ key }) => key ?? '',
    };`;
    const keyed = [
      op({ client: 0, op: 'next', key: 'a', result: 0, call: 1, return: 2 }),
      op({ client: 1, op: 'next', key: 'b', result: 0, call: 3, return: 4 }),
    ].join('\n');
    expect(await judge(keyed, write('parts.mjs', text))).toMatchObject({ code: 0, err: '' });
  });

  it.each([
    ['a syntax error', 'const a = 1;\nconst b = = 2;\n', 'm.ts:2:11: Unexpected "="\n'],
    ['an import of nothing', "import './none.ts';\n", 'm.ts:1:8: Could not resolve "./none.ts"\n'],
    [
      'no default export',
      'export const init = () => 0;\n',
      '--model m.ts: it has no default export; it must end with: export default { init, step }\n',
    ],
    [
      'another shape',
      'export default { init: 0, step: () => [] };\n',
      '--model m.ts: its default export must be an object with the functions init and step\n',
    ],
    [
      'a partition that is no function',
      "export default { init: () => 0, step: () => [], partition: 'key' };\n",
      '--model m.ts: partition must be a function, if it is given\n',
    ],
    [
      'code that throws while it is loaded',
      '\nthrow new TypeError("no");\nexport default 1;\n',
      'm.ts:2: it threw while it was loaded: TypeError: no\n',
    ],
    [
      'a step that throws',
      "export default { init: () => 0,\n  step: () => { throw new Error('oh'); },\n};\n",
      'm.ts:2: step threw: Error: oh\n',
    ],
    [
      'an init that throws',
      "export default { init: () => { throw new Error('oh'); }, step: () => [] };\n",
      'm.ts:1: init threw: Error: oh\n',
    ],
    [
      'a step that returns nothing',
      'export default { init: () => 0, step: () => {} };\n',
      '--model m.ts: step must return { state, result } or a list of such steps, not undefined\n',
    ],
    [
      'a partition that returns a number',
      'export default { init: () => 0, step: () => [], partition: () => 1 };\n',
      '--model m.ts: partition must return a text, not 1\n',
    ],
  ])('should be refused in one sentence with %s', async (_, text, sentence) => {
    expect(await judge(tickets(1, 0), write('m.ts', text))).toEqual({ code: 2, out: '', err: sentence });
  });

  it('should be refused in one sentence when it is missing, or a folder', async () => {
    expect(await judge(tickets(1, 0), './none.ts')).toEqual({
      code: 2,
      out: '',
      err: '--model ./none.ts: there is no such file\n',
    });
    expect(await judge(tickets(1, 0), `${folder}/`)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/: this is no file\n$/),
    });
  });
});

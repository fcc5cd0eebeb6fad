import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'histories-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['linearizable', ...words], io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

const STALE = `INFO  jepsen.util - 0\t:invoke\t:write\t1
INFO  jepsen.util - 0\t:ok\t:write\t1
INFO  jepsen.util - 1\t:invoke\t:write\t2
INFO  jepsen.util - 1\t:ok\t:write\t2
INFO  jepsen.util - 2\t:invoke\t:read\tnil
INFO  jepsen.util - 2\t:ok\t:read\t1
`;

const EDN = `{:process 0, :type :invoke, :f :put, :key "x", :value "a"}
{:process 0, :type :ok, :f :put, :key "x", :value "a"}
{:process 1, :type :invoke, :f :append, :key "x", :value "b"}
{:process :nemesis, :type :info, :f :start, :value nil}
{:process 2, :type :invoke, :f :get, :key "x", :value nil}
{:process 2, :type :ok, :f :get, :key "x", :value "ab"}
{:process 1, :type :ok, :f :append, :key "x", :value "b"}
`;

const op = (fields: object): string => JSON.stringify(fields);
const QUEUE = [
  op({ client: 0, op: 'enqueue', value: 1, call: 1, return: 2 }),
  op({ client: 1, op: 'enqueue', value: 2, call: 3, return: 4 }),
  op({ client: 0, op: 'dequeue', value: 2, call: 5, return: 6 }),
].join('\n');

describe('linearizable', () => {
  it('should name the first bad return, and the operations that clash, with their lines', async () => {
    const { code, out } = await run(file('stale.log', STALE));
    expect(code).toBe(1);
    expect(out).toMatch(
      /^✗ stale read {2}.*stale\.log:6 {2}3 operations · 3 processes · 1 partition · register · jepsen$/m,
    );
    expect(out).toMatch(/client 2's read 1, but client 1's write 2 had returned before that read was called/);
    expect(out).toMatch(/client 1: write 2 {2}called in line 3, returned in line 4/);
    expect(out).toMatch(/weaker {4}sequentially consistent: yes · monotonic reads: yes · stale by 1 write$/m);
  });

  it.each<[string, string[]]>([
    [
      'a register holds "b"',
      [
        op({ client: 0, op: 'write', key: 'k', value: 'b', call: 1, return: 2 }),
        op({ client: 1, op: 'write', key: 'k', value: 'b', call: 3, return: 4 }),
        op({ client: 2, op: 'cas', key: 'k', value: ['b', 'c'], ok: false, call: 5, return: 6 }),
      ],
    ],
    ['a queue holds 1, 2', QUEUE.split('\n')],
    [
      'a stack is empty',
      [
        op({ client: 0, op: 'push', value: 7, call: 3, return: 4 }),
        op({ client: 1, op: 'pop', value: 7, call: 1, return: 2 }),
      ],
    ],
  ])('should tell the state in the words of the file: %s', async (what, lines) => {
    const { code, out } = await run(file('state.jsonl', lines.join('\n')));
    expect(code).toBe(1);
    expect(out).toContain(`before it the state was ${what.replace(/.* (holds|is) /, '')}\n`);
  });

  it('should count one operation of one process as one', async () => {
    const { out } = await run(
      file('one.jsonl', op({ client: 0, op: 'write', value: 1, call: 1, return: 2 })),
    );
    expect(out).toContain('1 operation · 1 process · 1 partition');
  });

  it('should read EDN, JSON lines and what is gzipped, and know the model by the operations', async () => {
    const files = [
      file('kv.txt', EDN),
      file('history.edn', `[${EDN}]`),
      file('kv.gz', gzipSync(EDN)),
      file('queue.jsonl', QUEUE.replace('"value":2,"call":5', '"value":1,"call":5')),
    ];
    const { code, out } = await run(...files, '--json');
    expect(code).toBe(0);
    const { histories } = JSON.parse(out) as {
      histories: { verdict: string; model: string; format: string }[];
    };
    expect(histories.map(({ verdict, model, format }) => `${format} ${model} ${verdict}`)).toEqual([
      'edn text-store linearizable',
      'edn text-store linearizable',
      'edn text-store linearizable',
      'jsonl queue linearizable',
    ]);
    const bad = await run(file('bad.jsonl', QUEUE));
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/bad\.jsonl:3/);
  });

  it('should say what the verdict rests on, and not tick where nothing was judged', async () => {
    const lost = op({ client: 0, op: 'write', value: 1, call: 1, return: null });
    const nothing = await run(file('unknown.jsonl', `${lost}\n${lost.replace('"client":0', '"client":1')}`));
    expect(nothing.code).toBe(4);
    expect(nothing.out).toMatch(/^\? nothing was judged/);
    expect(nothing.out).toMatch(/rests on {2}0 of 2 operations that returned; the outcome of 2 is unknown/);
    const read = op({ client: 2, op: 'read', value: 1, call: 5, return: 6 });
    const some = await run(file('some.jsonl', `${lost}\n${read}`));
    expect(some.code).toBe(0);
    expect(some.out).toMatch(/rests on {2}1 of 2 operations that returned; the outcome of 1 is unknown/);
    const plain = await run(file('plain.jsonl', QUEUE.replace('"value":2,"call":5', '"value":1,"call":5')));
    expect(plain.out.split('\n')).toHaveLength(2);
  });

  it('should not let values, names or keys from a file speak to the terminal', async () => {
    const evil = '\u001b]0;title\u0007\u001b[31m\u009b\u202e';
    const lines = [
      op({ client: evil, op: 'write', key: evil, value: evil, call: 1, return: 2 }),
      op({ client: 'b', op: 'read', key: evil, value: `${evil}x`, call: 3, return: 4 }),
    ].join('\n');
    const { code, out } = await run(file('evil.jsonl', lines));
    expect(code).toBe(1);
    expect(out).toMatch(/client b's read/);
    expect(out).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(out).toContain('\\u001b');
    const wrong = await run(file('evil.jsonl', lines.replace('"op":"read"', '"op":"\\u001b[31mfly"')));
    expect(wrong.err).toMatch(/\\u001b\[31mfly/);
  });

  it('should go on with other files when one is refused', async () => {
    const { code, out, err } = await run(file('cut.jsonl', '{"client":0'), file('a.log', STALE));
    expect(err).toMatch(/cut\.jsonl, line 1: not JSON/);
    expect(out).toMatch(/✗ stale read/);
    expect(code).toBe(1);
    expect((await run(file('cut.jsonl', '{"client":0'), file('kv.txt', EDN))).code).toBe(2);
  });

  it('should say so when the budget does not suffice', async () => {
    const open = Array.from({ length: 9 }, (_, i) =>
      op({ client: i, op: 'enqueue', value: i, call: i + 1, return: 100 + i }),
    );
    const out = Array.from({ length: 9 }, (_, i) =>
      op({ client: i, op: 'dequeue', value: [8, 7, 6, 5, 4, 3, 2, 1, 1][i], call: 200 + i, return: 300 + i }),
    );
    const hard = file('hard.jsonl', [...open, ...out].join('\n'));
    const { code, out: said } = await run(hard, '--budget', '50');
    expect(code).toBe(4);
    expect(said).toMatch(/^\? unknown/);
  });

  it('should draw a page that shows texts as texts and loads nothing', async () => {
    const page = path.join(folder, 'page.html');
    const evil = op({
      client: 0,
      op: 'write',
      value: '</script><img src=x onerror=alert(1)>',
      call: 1,
      return: 2,
    });
    expect((await run(file('evil.jsonl', evil), '--html', page)).code).toBe(0);
    const html = readFileSync(page, 'utf8');
    expect(html).not.toContain('<img');
    expect(html).toContain("default-src 'none'");
    const data = /<script id="data" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    expect(JSON.parse(data)).toMatchObject({
      good: true,
      lanes: ['client 0'],
      operations: [{ from: 0, to: 1, place: 0 }],
    });
  });

  const twice = op({ process: 0, type: 'invoke', f: 'read', value: null });
  it.each([
    [
      'a client with two open calls',
      `${twice}\n${twice}`,
      /line 2: process 0 calls read, but its read of line 1 has not returned/,
    ],
    [
      'a return without a call',
      twice.replace('invoke', 'ok'),
      /line 1: process 0 returns from read, but it had not called/,
    ],
    ['a line that is cut', `${twice}\n${twice.slice(0, 20)}`, /line 2: not JSON/],
    ['a line of another kind', `${twice}\n[1]`, /line 2: an object is needed/],
    ['an event without a process', '{"type":"invoke","f":"read"}', /line 1: "process" is missing/],
    [
      'no such operation',
      '{"process":0,"type":"invoke","f":"fly"}',
      /no model has all of these operations: fly/,
    ],
    [
      'a swap without two values',
      '{"process":0,"type":"invoke","f":"cas","value":1}',
      /line 1: cas needs a pair/,
    ],
    [
      'an operation that ends before it begins',
      op({ client: 0, op: 'read', call: 5, return: 4 }),
      /line 1: it returns before/,
    ],
    ['broken EDN', '{:process 0, :type :invoke, :f :read', /line 1: (not EDN|:process|a map)/],
    ['a broken log', 'INFO  jepsen.util - 0 :invoke', /line 1: expected "INFO/],
    ['no known format', 'hello', /its format is not recognized/],
  ])('should refuse %s', async (_, content, message) => {
    const { code, out, err } = await run(file('wrong.txt', content));
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it.each([
    [() => [path.join(folder, 'none.log')], /none\.log cannot be read/],
    [() => [file('a.log', STALE), '--model', 'tree'], /--model tree: there is no such model/],
    [() => [file('a.log', STALE), '--format', 'xml'], /there is no such format/],
    [() => [file('a.log', STALE), '--budget', '0'], /--budget/],
    [() => [file('a.log', STALE), file('b.log', STALE), '--html', 'x.html'], /give one file/],
    [() => [file('a.log', STALE), '--html', path.join(folder, 'no', 'x.html')], /cannot be written/],
    [() => [file('g.gz', gzipSync(EDN).subarray(0, 40))], /cannot be read/],
  ])('should refuse bad input %#', async (words, message) => {
    const { code, err } = await run(...words());
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

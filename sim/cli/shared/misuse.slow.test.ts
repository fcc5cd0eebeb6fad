import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { LONG, some } from '../../testing/long.ts';
import { main } from '../program.ts';
import { counterFile, type Parts } from '../testing/counter-file.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'misuse-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `body` without the test runner's listener, which counts each rejection of the code under test as an error of the test. */
async function ignoringRejections<T>(body: () => Promise<T>): Promise<T> {
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => {});
  try {
    const result = await body();
    await new Promise((resolve) => setImmediate(resolve)); // Node reports rejections after the microtasks
    return result;
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
}

const CALM = ['--set', 'crash=null', '--set', 'client-crash=null', '--ops', '5'];

describe('a process that is written wrong', () => {
  let files = 0;
  const told = async (parts: Parts, ...more: string[]): Promise<{ code: number; out: string }> => {
    const file = path.join(folder, `wrong-${++files}.ts`);
    writeFileSync(file, counterFile(parts));
    const io = new FakeIo();
    const code = await main(['sim', '1', '--system', file, ...more], io, { systems, defaultSystem });
    expect(io.stderr).toBe('');
    return { code, out: io.stdout };
  };

  it('should be told of state in a closure', async () => {
    const { code, out } = await told({ beside: 'let total = 0;', onAsk: 'state.n = ++total;' });
    expect(code).toBe(3);
    expect(out).toMatch(/✗ state outside the state object\n/);
    expect(out).toMatch(/ · replica 0 · \d>0 /);
  });

  it('should be told of a Map in the closure of a factory, which fills in the same way in every run', async () => {
    const replica = `() => {
      const seen = new Map();
      return {
        ...server,
        message(state: any, from: any, message: any, ctx: any) {
          const known = seen.get(message.request) ?? 0;
          seen.set(message.request, 1);
          ctx.send(from, { ...message, n: known });
        },
      };
    }`;
    const { code, out } = await told({ replica });
    expect(code).toBe(3);
    expect(out).toMatch(/✗ state outside the state object\n/);
    expect(out).toMatch(/ · replica 0 · \d>0 /);
    const [, again = ''] = /again +npm run sim -- (.*)\n/.exec(out) ?? [];
    const io = new FakeIo();
    expect(await main(['sim', ...again.split(' ')], io, { systems, defaultSystem })).toBe(3);
    expect(io.stdout).toBe(out);
  });

  it('should be told of an object that all replicas share', async () => {
    const parts = { beside: 'const total = { n: 0 };', init: 'total', more: '' };
    const { code, out } = await told(parts, '--replicas', '2');
    expect(code).toBe(3);
    expect(out).toMatch(/replica 0 and replica 1 share one state object/);
  });

  it('should be told of a part of the state that all replicas share', async () => {
    const parts = {
      beside: 'const NONE: number[] = [];',
      init: '{ n: 0, log: NONE }',
      onAsk: 'state.log.push(1); state.n = state.log.length;',
    };
    const { code, out } = await told(parts, '--replicas', '2');
    expect(code).toBe(3);
    expect(out).toMatch(
      /replica 0 and replica 1 share one object, `log` of their states: `init` must make a new one/,
    );
  });

  it('should be told of an invariant that changes what it sees, by its name', async () => {
    const more = `, invariants: [
      { id: 'T1', name: 'looks', statement: 'x', initial: () => ({}), on: { step() {} } },
      { id: 'T2', name: 'meddles', statement: 'x', initial: () => ({}), on: { step(_: any, tank: any, p: any) { const s = tank.replica(p); if (s) s.n++; } } },
    ]`;
    const { code, out } = await told({ more });
    expect(code).toBe(3);
    expect(out).toMatch(
      /✗ an invariant changes the run\n {2}without the invariant T2 meddles the run goes another way/,
    );
  });

  it('should be told of an instance in the state', async () => {
    const beside = 'class Count { value = 0; next() { return this.value++; } }';
    const { code, out } = await told({ beside, init: '{ n: 0, inner: { count: new Count() } }' });
    expect(code).toBe(3);
    expect(out).toMatch(/the state of replica 0 is not plain data: inner\.count is an instance of Count/);
  });

  it('should be told of an asynchronous handler before anything runs, with its name', async () => {
    const replica = '{ ...server, async message() {} }';
    const file = path.join(folder, 'async.ts');
    for (const [text, sentence] of [
      [replica, /async\.ts:\d+: .*the handler `message` of the replica of counter is async/],
      [
        `() => (${replica})`,
        /async\.ts cannot be set up: .*the handler `message` of the replica .* is async/,
      ],
    ] as const) {
      writeFileSync(file, counterFile({ replica: text }));
      const io = new FakeIo();
      expect(await main(['sim', '1', '--system', file], io, { systems, defaultSystem })).toBe(2);
      expect(io.stderr).toMatch(sentence);
    }
  });

  it('should be told of a promise that is made on the way, with its line', async () => {
    const beside = 'async function later(ctx: any) { await null; ctx.now(); }';
    const { code, out } = await ignoringRejections(() => told({ beside, onAsk: 'void later(ctx);' }));
    expect(code).toBe(3);
    expect(out).toMatch(/✗ a handler is asynchronous\n/);
    expect(out).toMatch(/ {2}at later \(wrong-\d+\.ts:3\)\n/);
  });

  it('should be told of time that stands still', async () => {
    const { code, out } = await told({
      replica:
        '{ ...server, start: (_: any, ctx: any) => ctx.setTimer(3, 0), timer: (_: any, t: any, ctx: any) => ctx.setTimer(t, 0) }',
    });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ time stands still\n {2}I25/);
    expect(out).toMatch(
      /time stands still: more than 32767 events at \d+ µs, the last of them timer 3 of process \d/,
    );
  });

  const place = String.raw`\n  at .*message \(wrong-\d+\.ts:9\)\n`;
  const calls: readonly (readonly [call: string, sentence: string])[] = [
    [
      'ctx.setTimer(1, 0.5)',
      'process 0 set timer 1 with delay 0\\.5: a delay is an integer number of microseconds from 0 on',
    ],
    ['ctx.setTimer(1, -1)', 'process 0 set timer 1 with delay -1: '],
    ['ctx.setTimer(1, NaN)', 'process 0 set timer 1 with delay NaN: '],
    ['ctx.setTimer(32, 1)', 'process 0 set timer 32: timers are numbered 0 to 31'],
    [
      'ctx.random(0)',
      'process 0: invalid bound: ctx\\.random\\(0\\): ctx\\.random\\(bound\\) takes an integer from 1 on',
    ],
    ['ctx.random(1.5)', 'process 0: invalid bound: ctx\\.random\\(1\\.5\\): '],
    ['ctx.send(from, { a: new Map() })', 'a message is not plain data: its a is a Map; only null, '],
    ['ctx.send(from, [1, new Set()])', 'a message is not plain data: its \\[1\\] is a Set; '],
    ['ctx.send(from, { a: { b: () => 1 } })', 'a message is not plain data: its a\\.b is a function; '],
    [
      'ctx.send(from, { a: new (class Box {})() })',
      'a message is not plain data: its a is an instance of Box; ',
    ],
    ['ctx.send(from, { at: new Date(0) })', 'a message is not plain data: its at is a Date; '],
    ['ctx.send(from, { a: undefined })', 'a message is not plain data: its a is undefined \\(leave .*\\); '],
    ['ctx.send(from, { a: [0 / 0] })', 'a message is not plain data: its a\\[0\\] is NaN; '],
    [
      'ctx.send(from, 1 as any, 2 as any), ctx.send(from, undefined as any)',
      'a message is not plain data: it is undefined',
    ],
    [
      'const a: any = {}; a.a = a; ctx.send(from, a)',
      'a message is not plain data: its a\\.a.* is a value that contains itself; ',
    ],
    ["ctx.disk.write('f', 0, 'text' as any, 0)", 'process 0 writes to f something other than a Uint8Array: '],
    ["ctx.disk.write('f', -1, new Uint8Array(1), 0)", 'process 0 writes to f at offset -1: '],
  ];
  const isolations = ['frozen', 'wire'];
  for (const [i, [call, sentence]] of some(calls, 6).entries()) {
    it(`should be told of ${call}, with its line`, async () => {
      for (const isolation of LONG ? isolations : isolations.slice(i % 2, (i % 2) + 1)) {
        const { code, out } = await told({ onAsk: `${call};` }, '--set', `isolation=${isolation}`);
        expect(out).toMatch(new RegExp(`\n  ${sentence}.*${place}`));
        expect(code).toBe(1);
      }
    });
  }

  it('should be told of a result that is not plain data, and of an invalid outcome', async () => {
    const of = async (outcome: string): Promise<string> =>
      (await told({ onAnswer: `ctx.complete(${outcome} as any);` }, ...CALM)).out;
    expect(await of("{ type: 'ok', result: new Map() }")).toMatch(
      /a result is not plain data: it is a Map; /,
    );
    expect(await of("{ type: 'done' }")).toMatch(
      /client \d called complete\(\) with type done: an outcome is /,
    );
  });

  it('should be told of an operation that there is not, or that cannot be drawn', async () => {
    const { code, out } = await told({ operation: 'undefined' });
    expect(code).toBe(1);
    expect(out).toMatch(
      /✗ `operation` threw[\s\S]*of client \d, which it gave, is not plain data: it is undefined/,
    );
    const thrown = await told({ operation: "{ throw new Error('no idea') }" });
    expect(thrown.out).toMatch(
      /✗ `operation` threw[\s\S]*`operation` of the definition threw {2}Error: no idea\n/,
    );
  });

  it('should be told of an invalid first state', async () => {
    const of = async (init: string): Promise<string> => {
      const { code, out } = await told({ replica: `{ ...server, init: ${init} }` });
      expect(code).toBe(1);
      return out;
    };
    expect(await of('() => undefined as any')).toMatch(/✗ process without a state\n {2}I25 /);
    expect(await of('() => undefined as any')).toMatch(
      /`init` of process 0 returned undefined: it must return the state/,
    );
    expect(await of("() => { throw new Error('no state'); }")).toMatch(
      /✗ a process panicked\n {2}I25[\s\S]*replica 0 threw {2}Error: no state\n {2}at .*init \(wrong-\d+\.ts:\d+\)/,
    );
  });

  it('should be told of a function in the state', async () => {
    const { code, out } = await told({ init: '{ n: 0, next() { return ++this.n; } }' });
    expect(code).toBe(3);
    expect(out).toMatch(/the state of replica 0 is not plain data: next is a function/);
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
      /replica 0 threw {2}TypeError: Cannot set properties of undefined \(setting 'field'\)/,
    );
  });

  it('should be told of a message to nobody', async () => {
    const { out } = await told({ onAsk: 'ctx.send(77, {});' });
    expect(out).toMatch(
      /process 0 sent a message to process 77: processes are numbered 0 to \d+\n {2}at .*message \(wrong-\d+\.ts:9\)/,
    );
  });

  it('should be told of an operation that returns twice', async () => {
    const complete = "ctx.complete({ type: 'ok', result: 1 });";
    const { out } = await told({ onAnswer: `${complete} ${complete}` }, ...CALM);
    expect(out).toMatch(
      /client \d+ called complete\(\) but has no open operation: each operation is completed exactly once/,
    );
  });

  it('should be told of an operation that never returns', async () => {
    const { code, out } = await told({ onAnswer: 'state.open = false;' }, ...CALM);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ no progress after the storm\n {2}L1 progress-after-heal/);
    expect(out).toMatch(/clients? [\d, ]+ got no answer since faults stopped/);
    expect(out).toMatch(/messages were lost, so a process that waits for an answer has to ask again/);
  });

  it('should be told of what quorum says when replicas are left out', async () => {
    const parts = { onAnswer: 'state.open = false;', more: ', quorum: () => 1' };
    const { out } = await told(
      parts,
      ...CALM,
      '--replicas',
      '2',
      '--set',
      'outsiders=["dead"]',
      '--edit',
      'outsider 0 #0=1',
    );
    expect(out).toMatch(/a protocol that needs more than 1 of 2 replicas says so: `quorum: \(n\) => \.\.\.`/);
  });

  it('should be told of a clock that is not the one of the run', async () => {
    const { code, out } = await told({ onAsk: 'state.at = Date.now();' });
    expect(code).toBe(3);
    expect(out).toMatch(/✗ nondeterminism: Date\.now\(\) was called during a run/);
  });
});

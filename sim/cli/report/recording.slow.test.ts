import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Process } from '../../../src/process/process.ts';
import { defineSystem } from '../../define/define-system.ts';
import { recordedGroup } from '../../served/testing/recorded-group.ts';
import { defaultSystem } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'report-recording-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Message = { readonly type: 'ask' } | { readonly type: 'answer'; readonly count: number };

/** A server that cannot count to `last`. */
const counterTo = (last: number) => {
  const replica: Process<{ count: number }, Message> = {
    init: () => ({ count: 0 }),
    start() {},
    message(state, from, message, ctx) {
      if (message.type !== 'ask') return;
      if (++state.count === last) throw new Error('too many');
      ctx.send(from, { type: 'answer', count: state.count });
    },
    timer() {},
    disk() {},
  };
  return defineSystem({
    name: 'counting',
    replica,
    client: {
      init: () => ({}),
      start() {},
      invoke: (_, __: 'ask', ctx) => ctx.send(0 as never, { type: 'ask' }), // the only replica
      message(_, __, message, ctx) {
        if (message.type === 'answer') ctx.complete({ type: 'ok', result: message.count });
      },
      timer() {},
      disk() {},
    },
    operation: () => 'ask',
    replicas: 1,
  });
};

it.each([
  ['1 when an invariant is violated', 3, 1, /· violation · .*I25 no-panic.*shrink -- --recording/s],
  ['0 when all of it was judged, and nothing found', 99, 0, /· pass · .*all held\n$/s],
])('should end with exit code %s', async (_, last, expected, told) => {
  const system = counterTo(last);
  const all = path.join(folder, String(last));
  const io = new FakeIo();
  const code = await recordedGroup(
    system,
    1,
    async (__, client) => {
      // The call that makes it throw is never answered.
      for (let i = 0; i < 3; i++) await client.invoke('ask', AbortSignal.timeout(1000));
    },
    (folders) => {
      for (const each of folders) cpSync(each, path.join(all, path.basename(each)), { recursive: true });
      const words = ['report', '--recording', all, '--html', path.join(folder, 'page.html')];
      return main(words, io, { systems: new Map([[system.name, system]]), defaultSystem });
    },
  );
  expect(io.stdout).toMatch(told);
  expect(code).toBe(expected);
});

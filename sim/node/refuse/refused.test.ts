import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import module, { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import util from 'node:util';
import workers from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestWorld } from '../testing/world.ts';

let directory = '';
let programs = 0;
beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'refused-')));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Error output and exit of a program. */
async function run(source: string): Promise<{ errors: string[]; code: number | undefined }> {
  // A file is compiled once per process, so each program needs a unique name.
  const own = join(directory, `program-${programs++}.cjs`);
  writeFileSync(join(directory, 'addon.node'), '');
  writeFileSync(own, source);
  const world = new TestWorld(1, [{ name: 'a', program: { entry: own } }]);
  await world.run(10_000_000);
  const errors = world.seen.flatMap(({ observation }) =>
    observation.kind === 'line' && observation.stream === 'stderr'
      ? [observation.text.replace(own, 'FILE')]
      : [],
  );
  const end = world.seen.findLast(({ observation }) => observation.kind === 'exit')?.observation;
  return { errors, code: end?.kind === 'exit' ? end.code : undefined };
}

const CALLS: Readonly<Record<string, string>> = {
  'child_process.spawn': "require('child_process').spawn('ls');",
  'child_process.execSync': "require('child_process').execSync('ls');",
  'worker_threads.Worker': "new (require('worker_threads').Worker)('x');",
  'cluster.fork': "require('cluster').fork();",
  'tls.connect': "require('tls').connect(443);",
  'https.get': "require('https').get('https://example.org');",
  'http2.connect': "require('http2').connect('http://a');",
  '_tls_wrap.TLSSocket': "new (require('_tls_wrap').TLSSocket)();",
  'sqlite.DatabaseSync': "new (require('node:sqlite').DatabaseSync)(':memory:');",
  test: "require('node:test')('a test', () => {});",
  'process.binding': "process.binding('fs');",
  'process.setuid': 'process.setuid(0);',
  'process.execve': "process.execve('/bin/ls');",
  'module.registerHooks': "require('module').registerHooks({});",
  'navigator.locks.request': "navigator.locks.request('a', () => {});",
  'worker_threads.locks.request': "require('worker_threads').locks.request('a', () => {});",
  'v8.writeHeapSnapshot': "require('v8').writeHeapSnapshot();",
  'tty.ReadStream': "new (require('tty').ReadStream)(0);",
  'vm.measureMemory': "require('vm').measureMemory();",
  'util.setTraceSigInt': "require('util').setTraceSigInt(true);",
  'stream.setDefaultHighWaterMark': "require('stream').setDefaultHighWaterMark(false, 1);",
  MessageChannel: 'new MessageChannel();',
  BroadcastChannel: "new BroadcastChannel('a');",
  'Atomics.waitAsync': 'Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
  'URL.createObjectURL': 'URL.createObjectURL(new Blob([]));',
  'crypto.generateKeyPairSync': "require('crypto').generateKeyPairSync('ed25519');",
  'crypto.createECDH.generateKeys': "require('crypto').createECDH('prime256v1').generateKeys();",
  'crypto.publicEncrypt': "require('crypto').publicEncrypt('', Buffer.alloc(1));",
  'crypto.setFips': "require('crypto').setFips(0);",
};

/** What not every version of Node has: an older one says so in its own words. */
const MISSING: Readonly<Record<string, boolean>> = {
  'sqlite.DatabaseSync': !isBuiltin('node:sqlite'),
  'process.execve': !('execve' in process),
  'module.registerHooks': !('registerHooks' in module),
  'navigator.locks.request':
    (globalThis as { navigator?: { locks?: unknown } }).navigator?.locks === undefined,
  'worker_threads.locks.request': !('locks' in workers),
  'util.setTraceSigInt': !('setTraceSigInt' in util),
};
const called = Object.keys(CALLS).filter((what) => MISSING[what] !== true);

describe('what is refused', () => {
  it.each(called)('should be told in one sentence with its line: %s', async (what) => {
    const { errors, code } = await run(`// first line\n\n${CALLS[what]}\n`);
    expect(errors[0]).toMatch(
      new RegExp(`^NotSimulated: ${what.replaceAll('.', '\\.')} is not simulated: .+\\.$`),
    );
    expect(errors[1]).toMatch(/FILE:3:\d+/);
    expect(code).toBe(1);
  });

  it('should not hinder packages that only look at it', async () => {
    const { errors, code } = await run(`
      const { isMainThread, Worker } = require('worker_threads');
      class Mine extends require('tls').TLSSocket {}
      const agents = [require('https'), require('http2').constants, require('cluster').isPrimary, Worker, Mine];
      if (!isMainThread || agents.length !== 5) throw new Error('unexpected');`);
    expect(errors).toEqual([]);
    expect(code).toBe(0);
  });

  it('should not hinder got, which makes a TLS socket while it is loaded, and refuse that once it is used', async () => {
    const made = "const { _handle } = new (require('tls').TLSSocket)(new (require('stream').PassThrough)());";
    expect(
      await run(`${made} if (typeof _handle._parentWrap.constructor !== 'function') process.exit(1);`),
    ).toMatchObject({
      errors: [],
      code: 0,
    });
    const used = await run(`${made}\n\nnew _handle._parentWrap.constructor();`);
    expect(used.errors[0]).toMatch(/^NotSimulated: tls\.TLSSocket over a stream is not simulated: TLS/);
    expect(used.errors[1]).toMatch(/FILE:3:\d+/);
  });

  it('should be told of native addons, missing files and broken syntax', async () => {
    expect((await run("require('./addon.node');")).errors[0]).toContain('Native addons are not simulated');
    expect((await run('const = 5;')).errors.join('\n')).toContain('SyntaxError');
    const world = new TestWorld(1, [{ name: 'a', program: { entry: join(directory, 'none.js') } }]);
    await expect(world.run(1_000)).rejects.toThrow(/The program .*none\.js does not exist\./);
  });
});

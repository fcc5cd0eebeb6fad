import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestWorld } from '../testing/world.ts';

/** Programs whose whole output and exit code must match real Node. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'should end when nothing is left to do': `
    process.on('beforeExit', (code) => console.log('before', code));
    process.on('exit', (code) => console.log('exit', code));
    setTimeout(() => console.log('timer'), 5);`,
  'should go on when beforeExit starts something new': `
    let rounds = 0;
    process.on('beforeExit', () => { if (rounds++ < 2) setTimeout(() => console.log('round', rounds), 1); });
    process.on('exit', () => console.log('exit', rounds));`,
  'should exit at once, with the listeners of exit': `
    process.on('exit', (code) => { console.log('exit', code, process.exitCode); setTimeout(() => console.log('never'), 0); });
    setTimeout(() => console.log('never'), 1);
    Promise.resolve().then(() => console.log('never'));
    process.exit(3);
    console.log('never');`,
  'should keep the exit code that was set': `
    process.exitCode = 4;
    process.on('exit', (code) => { console.log(code); process.exitCode = 5; });`,
  'should not run finally blocks after exit': `
    try { process.exit(1); } finally { setTimeout(() => console.log('never'), 0); }`,
  'should end with code 1 on an error that nobody catches': `
    process.on('exit', (code) => console.log('exit', code));
    setTimeout(() => console.log('never'), 2000);
    setTimeout(() => { throw new Error('nobody'); }, 1);`,
  'should end with code 1 on a rejection that nobody handles': `
    process.on('exit', (code) => console.log('exit', code));
    Promise.reject(new Error('nobody'));
    setTimeout(() => console.log('never'), 10);`,
  'should hand errors to uncaughtException and go on': `
    process.on('uncaughtException', (error, origin) => console.log(error.message, origin));
    setTimeout(() => { throw new Error('timer'); }, 400);
    setTimeout(() => console.log('still here'), 430);
    setImmediate(() => { throw new Error('immediate'); });
    process.nextTick(() => { throw new Error('tick'); });
    queueMicrotask(() => { throw new Error('microtask'); });
    Promise.reject(new Error('promise'));`,
  'should hand rejections to unhandledRejection': `
    process.on('unhandledRejection', (reason, promise) => console.log(reason, promise instanceof Promise));
    Promise.reject('first');
    (async () => { throw 'second'; })();
    const late = Promise.reject('caught in time'); late.catch(() => console.log('caught'));`,
  'should end with code 7 when the handler itself throws': `
    process.on('uncaughtException', () => { throw new Error('again'); });
    throw new Error('first');`,
  'should give errors of timers, ticks and added emitters to the active domain': `
    process.noDeprecation = true;
    const domain = require('domain'), { EventEmitter } = require('events');
    const one = domain.create(), two = domain.create(), emitter = new EventEmitter();
    one.on('error', (error) => console.log('one', error.message, error.domain === one));
    two.on('error', (error) => console.log('two', error.message));
    process.on('uncaughtException', (error) => console.log('nobody', error.message));
    two.add(emitter);
    two.run(() => setImmediate(() => { throw new Error('immediate'); }));
    one.run(() => process.nextTick(() => { throw new Error('tick'); }));
    setImmediate(() => { // timers that begin together expire in their order, however busy the machine is
      one.run(() => setTimeout(() => { throw new Error('timer'); }, 25));
      setTimeout(() => { console.log(process.domain); throw new Error('outside'); }, 50);
      setTimeout(() => emitter.emit('error', new Error('emitted')), 90);
    });`,
  'should run ticks, microtasks, immediates and timers in their order': `
    console.log('main');
    setImmediate(() => {
      console.log('immediate');
      setTimeout(() => { console.log('timeout'); process.nextTick(() => console.log('tick in timeout')); }, 1);
      Promise.resolve().then(() => console.log('promise in immediate'));
    });
    Promise.resolve().then(() => { console.log('promise'); process.nextTick(() => console.log('tick in promise')); });
    process.nextTick(() => { console.log('tick'); process.nextTick(() => console.log('tick in tick')); });
    queueMicrotask(() => console.log('microtask'));
    (async () => { console.log('async'); await null; console.log('after await'); })();`,
  'should take arguments and environment': `
    console.log(process.argv.length, process.argv.slice(2), process.env.MARK, typeof process.pid, process.env.NONE);
    process.env.NUMBER = 5; console.log(typeof process.env.NUMBER, 'NUMBER' in process.env);
    delete process.env.NUMBER; console.log(process.env.NUMBER);`,
  'should print as Node prints': `
    console.log('%s is %d', 'x', 5, { a: [1, { b: 2 }] }, new Map([[1, 2]]), null, undefined, Symbol('s'));
    console.table([{ a: 1 }, { a: 2 }]); console.group('g'); console.log('inner'); console.groupEnd();
    console.dir({ deep: { deep: { deep: {} } } }, { depth: 0 }); console.count(); console.count(); console.assert(1 === 1, 'no');
    process.stdout.write('no newline'); process.stdout.write('\\nline\\n');`,
  'should answer signals that it listens for': `
    process.on('SIGTERM', (name, number) => { console.log(name, number); clearInterval(hold); });
    const hold = setInterval(() => {}, 1000);
    process.kill(process.pid, 'SIGTERM'); console.log(process.kill(process.pid, 0));`,
  'should warn': `
    process.on('warning', (warning) => console.log(warning.name, warning.message, warning.code));
    process.emitWarning('careful', { type: 'Custom', code: 'C1' }); process.emitWarning('plain');`,
  'should keep modules apart and cached': `
    const a = require('node:path'); console.log(a === require('path'), module.id, require.main === module, typeof __filename);
    console.log(require.resolve('fs'), Object.keys(require.cache).length, module.children.length);
    try { require('./none'); } catch (error) { console.log(error.code, error.message.split('\\n')[0]); }`,
  'should have the globals of Node': `
    console.log(globalThis === global, typeof fetch, typeof structuredClone, typeof AbortController, typeof URL, typeof Buffer);
    globalThis.mark = 5; console.log(mark, global.mark, 'mark' in globalThis, Object.keys(globalThis).includes('mark'));
    console.log(typeof performance.now(), typeof crypto.randomUUID(), navigator === undefined);
    var here = 1; console.log(globalThis.here, this === module.exports);`,
  'should make numbers of the right form at random': `
    const c = require('crypto');
    console.log(Math.random() < 1, c.randomBytes(5).length, c.randomUUID().length, c.randomInt(5, 6));
    console.log(c.createHash('sha256').update('x').digest('hex'), c.getRandomValues(new Uint8Array(3)).length);
    c.scrypt('a', 'b', 8, (error, key) => console.log(error, key.toString('hex')));
    try { c.randomInt(2, 1); } catch (error) { console.log(error.code); }`,
  'should tell the time in one zone and language': `
    process.env.TZ = 'UTC';
    console.log(new Date(0).toString(), new Date(0).toLocaleString('en-US'), new Date(0).getTimezoneOffset());
    console.log(new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' }).format(new Date(0)));`,
};

let directory = '';
beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'programs-')));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const withoutPaths = (text: string): string => text.replaceAll(directory, '.');

describe('process, beside the real one', () => {
  it.each(Object.keys(PROGRAMS))('should do the same: %s', async (title) => {
    const entry = join(directory, `${title.replaceAll(' ', '-').replaceAll(/[^\w-]/g, '')}.cjs`);
    writeFileSync(entry, PROGRAMS[title] ?? '');
    const env = { PATH: process.env['PATH'] ?? '', MARK: 'given', NODE_NO_WARNINGS: '1' };
    const real = spawnSync(process.execPath, [entry, 'one', 'two'], { encoding: 'utf8', env });
    const world = new TestWorld(1, [
      { name: 'a', program: { entry, args: ['one', 'two'], env: { MARK: 'given' } } },
    ]);
    await world.run(60_000_000);
    const out: string[] = [];
    let code = -1;
    for (const { observation } of world.seen) {
      if (observation.kind === 'line' && observation.stream === 'stdout') out.push(observation.text);
      if (observation.kind === 'exit') code = observation.code;
    }
    expect(withoutPaths(out.join('\n'))).toBe(withoutPaths(real.stdout.replace(/\n$/, '')));
    expect(code).toBe(real.status);
  });
});

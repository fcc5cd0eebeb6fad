import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { place } from './fs-places.ts';

export const cases = {
  'should change times': async () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, '');
    fs.utimesSync(path, 1_000, 2_000.5);
    assert.equal(fs.statSync(path).atimeMs, 1_000_000);
    assert.equal(fs.statSync(path).mtimeMs, 2_000_500);
    await promises.utimes(path, new Date(-40_500), new Date(-1_000));
    assert.equal(fs.statSync(path).atime.getTime(), -40_500);
    assert.equal(fs.statSync(path, { bigint: true }).mtimeMs, -1_000n);
    const date = new Date('2021-03-04T05:06:07Z');
    await promises.utimes(path, date, date);
    assert.equal(fs.statSync(path).mtime.toISOString(), date.toISOString());
  },
  'should move the time of a file and of its directory when they change': async () => {
    const path = place();
    fs.writeFileSync(join(path, 'a'), '');
    const before = fs.statSync(join(path, 'a')).mtimeMs;
    const above = fs.statSync(path).mtimeMs;
    await sleep(20);
    fs.appendFileSync(join(path, 'a'), 'x');
    assert.ok(fs.statSync(join(path, 'a')).mtimeMs > before);
    assert.equal(fs.statSync(path).mtimeMs, above);
    fs.writeFileSync(join(path, 'b'), '');
    assert.ok(fs.statSync(path).mtimeMs > above);
  },
  'should change modes': () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, '');
    fs.chmodSync(path, 0o600);
    assert.equal(fs.statSync(path).mode & 0o777, 0o600);
    fs.accessSync(path, fs.constants.R_OK | fs.constants.W_OK);
  },
  'should check the modes of access and copyFile': async () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, '');
    for (const [mode, code] of [
      ['r', 'ERR_INVALID_ARG_TYPE'],
      [8, 'ERR_OUT_OF_RANGE'],
    ] as const) {
      const wrong = { code, message: /^mode / };
      assert.throws(() => fs.accessSync(path, mode as never), wrong);
      await assert.rejects(promises.access(path, mode as never), wrong);
      assert.throws(() => fs.copyFileSync(path, `${path}2`, mode as never), wrong);
      await assert.rejects(promises.copyFile(path, `${path}2`, mode as never), wrong);
    }
    await promises.access(path);
    assert.equal(fs.existsSync(`${path}2`), false);
  },
  'should make temporary directories of different names': async () => {
    const path = place();
    const first = fs.mkdtempSync(join(path, 'x-'));
    const second = await promises.mkdtemp(join(path, 'x-'));
    assert.notEqual(first, second);
    assert.equal(first.length, join(path, 'x-').length + 6);
    assert.ok(fs.statSync(second).isDirectory());
  },
  'should work with a file handle': async () => {
    const path = join(place(), 'a');
    const handle = await promises.open(path, 'w+');
    assert.equal(typeof handle.fd, 'number');
    await handle.writeFile('first line\nsecond line\n');
    await handle.sync();
    await handle.datasync();
    assert.equal((await handle.stat()).size, 23);
    const { bytesRead, buffer } = await handle.read({ position: 6, length: 4, buffer: Buffer.alloc(4) });
    assert.deepEqual([bytesRead, buffer.toString()], [4, 'line']);
    await handle.truncate(10);
    await handle.close();
    await assert.rejects(handle.stat(), { code: 'EBADF' });
    const lines: string[] = [];
    const again = await promises.open(path);
    for await (const line of again.readLines()) lines.push(line);
    assert.deepEqual(lines, ['first line']);
  },
  'should close a file handle once': async () => {
    const handle = await promises.open(join(place(), 'a'), 'w');
    const closed = once(handle as unknown as NodeJS.EventEmitter, 'close');
    await handle.close();
    await closed;
    await handle.close();
    assert.equal(handle.fd, -1);
  },
  'should stream into and out of a file': async () => {
    const path = join(place(), 'a');
    const writer = fs.createWriteStream(path);
    for (let at = 0; at < 1_000; at++) if (!writer.write(`${at}\n`)) await once(writer, 'drain');
    writer.end();
    await once(writer, 'finish');
    assert.equal(writer.bytesWritten, 3_890);
    let text = '';
    for await (const part of fs.createReadStream(path, { encoding: 'utf8', highWaterMark: 100 }))
      text += part;
    assert.equal(text, Array.from({ length: 1_000 }, (_, at) => `${at}\n`).join(''));
  },
  'should stream a part of a file': async () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, '0123456789');
    let text = '';
    for await (const part of fs.createReadStream(path, { start: 2, end: 5, encoding: 'utf8' })) text += part;
    assert.equal(text, '2345');
    const writer = fs.createWriteStream(path, { flags: 'r+', start: 8 });
    writer.end('XY');
    await once(writer, 'close');
    assert.equal(fs.readFileSync(path, 'utf8'), '01234567XY');
  },
  'should report a stream that cannot be opened': async () => {
    const path = join(place(), 'none/a');
    const [error] = (await once(fs.createReadStream(path), 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ENOENT');
    await assert.rejects(pipeline(fs.createReadStream(path), fs.createWriteStream(`${path}2`)), {
      code: 'ENOENT',
    });
  },
  'should emit the events of a stream in order': async () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, 'x');
    const order: string[] = [];
    const stream = fs.createReadStream(path);
    for (const event of ['open', 'ready', 'data', 'end', 'close']) stream.on(event, () => order.push(event));
    await once(stream, 'close');
    assert.deepEqual(order, ['open', 'ready', 'data', 'end', 'close']);
  },
  'should break off reading by a signal': async () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, 'x');
    const controller = new AbortController();
    const reading = promises.readFile(path, { signal: controller.signal });
    controller.abort();
    await assert.rejects(reading, { name: 'AbortError' });
  },
  'should write whatever can be iterated': async () => {
    const path = join(place(), 'a');
    await promises.writeFile(
      path,
      (async function* () {
        yield 'one ';
        await sleep(1);
        yield 'two';
      })(),
    );
    assert.equal(fs.readFileSync(path, 'utf8'), 'one two');
  },
  'should notice changes': async () => {
    const path = place();
    fs.writeFileSync(join(path, 'a'), '');
    const seen: string[] = [];
    const watcher = fs.watch(path, (event, name) => seen.push(`${event} ${name}`));
    await sleep(20);
    fs.writeFileSync(join(path, 'a'), 'changed');
    fs.writeFileSync(join(path, 'b'), '');
    await sleep(50);
    watcher.close();
    assert.ok(seen.includes('change a'));
    assert.ok(seen.includes('rename b'));
  },
  'should poll a file for changes': async () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, 'x');
    const change = new Promise<[fs.Stats, fs.Stats]>((resolve) => {
      fs.watchFile(path, { interval: 10 }, (now, before) => resolve([now, before]));
    });
    await sleep(30);
    fs.writeFileSync(path, 'longer');
    const [now, before] = await change;
    fs.unwatchFile(path);
    assert.deepEqual([now.size, before.size], [6, 1]);
  },
  'should swallow what is written to the null device': () => {
    fs.writeFileSync('/dev/null', 'gone');
    assert.equal(fs.readFileSync('/dev/null', 'utf8'), '');
  },
  'should check its arguments': () => {
    assert.throws(() => fs.readFileSync(undefined as never), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => fs.openSync('a\0b', 'r'), { code: 'ERR_INVALID_ARG_VALUE' });
    assert.throws(() => fs.openSync('/tmp/x', 'nonsense'), { code: 'ERR_INVALID_ARG_VALUE' });
    assert.throws(() => fs.readFile('/tmp/x', undefined as never), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => fs.readSync(99, Buffer.alloc(1), 0, 5, null), { code: 'ERR_OUT_OF_RANGE' });
  },
};

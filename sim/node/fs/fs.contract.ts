import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

let count = 0;
/** A directory of its own for each case. */
function place(): string {
  const path = join(process.env['CONTRACT_DIRECTORY'] ?? '/tmp', `case-${count++}`);
  fs.mkdirSync(path);
  return path;
}

const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
  return 'none';
};

export const cases = {
  'should write and read a file': () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, 'content');
    assert.equal(fs.readFileSync(path, 'utf8'), 'content');
    assert.ok(fs.readFileSync(path).equals(Buffer.from('content')));
    fs.writeFileSync(path, 'x');
    assert.equal(fs.readFileSync(path, 'latin1'), 'x');
  },
  'should append': async () => {
    const path = join(place(), 'a');
    fs.appendFileSync(path, 'one,');
    await promises.appendFile(path, 'two,');
    fs.writeFileSync(path, 'three', { flag: 'a' });
    assert.equal(fs.readFileSync(path, 'utf8'), 'one,two,three');
  },
  'should describe what is missing': () => {
    const path = join(place(), 'none');
    assert.throws(() => fs.readFileSync(path), {
      code: 'ENOENT',
      errno: -2,
      syscall: 'open',
      path,
      message: `ENOENT: no such file or directory, open '${path}'`,
    });
    assert.equal(fs.existsSync(path), false);
    assert.equal(fs.statSync(path, { throwIfNoEntry: false }), undefined);
    assert.equal(
      codeOf(() => fs.statSync(path)),
      'ENOENT',
    );
    assert.equal(
      codeOf(() => fs.accessSync(path)),
      'ENOENT',
    );
  },
  'should call back with errors and results': async () => {
    const path = join(place(), 'a');
    const [missing] = await new Promise<unknown[]>((resolve) =>
      fs.readFile(path, (...given) => resolve(given)),
    );
    assert.equal((missing as NodeJS.ErrnoException).code, 'ENOENT');
    await promisify(fs.writeFile)(path, 'x');
    assert.equal(await promisify(fs.readFile)(path, 'utf8'), 'x');
  },
  'should reject promises with the same errors': async () => {
    const path = join(place(), 'none');
    await assert.rejects(promises.readFile(path), { code: 'ENOENT', syscall: 'open', path });
    await assert.rejects(promises.rename(path, `${path}2`), {
      code: 'ENOENT',
      syscall: 'rename',
      dest: `${path}2`,
    });
  },
  'should create exclusively': () => {
    const path = join(place(), 'a');
    fs.closeSync(fs.openSync(path, 'wx'));
    assert.equal(
      codeOf(() => fs.openSync(path, 'wx')),
      'EEXIST',
    );
    assert.equal(
      codeOf(() => fs.writeFileSync(path, '', { flag: 'ax' })),
      'EEXIST',
    );
  },
  'should refuse to read what is open for writing only, and the reverse': () => {
    const path = join(place(), 'a');
    const write = fs.openSync(path, 'w');
    assert.equal(
      codeOf(() => fs.readSync(write, Buffer.alloc(1))),
      'EBADF',
    );
    const read = fs.openSync(path, 'r');
    assert.equal(
      codeOf(() => fs.writeSync(read, 'x')),
      'EBADF',
    );
    fs.closeSync(write);
    fs.closeSync(read);
    assert.equal(
      codeOf(() => fs.closeSync(read)),
      'EBADF',
    );
  },
  'should read and write at positions': () => {
    const fd = fs.openSync(join(place(), 'a'), 'w+');
    assert.equal(fs.writeSync(fd, Buffer.from('abcdef'), 1, 3, 2), 3);
    const into = Buffer.alloc(8, '-');
    assert.equal(fs.readSync(fd, into, 1, 5, 0), 5);
    assert.equal(into.toString('latin1'), '-\0\0bcd--');
    assert.equal(fs.writeSync(fd, 'xyz'), 3);
    assert.equal(fs.readSync(fd, into, { position: 0 }), 5);
    assert.equal(into.toString('latin1', 0, 5), 'xyzcd');
    fs.closeSync(fd);
  },
  'should keep a position for each descriptor': () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, '0123456789');
    const first = fs.openSync(path, 'r');
    const second = fs.openSync(path, 'r');
    const two = Buffer.alloc(2);
    fs.readSync(first, two);
    fs.readSync(first, two);
    assert.equal(two.toString(), '23');
    fs.readSync(second, two);
    assert.equal(two.toString(), '01');
    assert.equal(fs.readSync(first, Buffer.alloc(20)), 6);
    assert.equal(fs.readSync(first, Buffer.alloc(20)), 0);
    fs.closeSync(first);
    fs.closeSync(second);
  },
  'should write at the end when appending, whatever the position': () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, 'abc');
    const fd = fs.openSync(path, 'a+');
    fs.writeSync(fd, 'd', 0);
    fs.closeSync(fd);
    assert.equal(fs.readFileSync(path, 'utf8'), 'abcd');
  },
  'should write and read several buffers at once': async () => {
    const handle = await promises.open(join(place(), 'a'), 'w+');
    const { bytesWritten } = await handle.writev([Buffer.from('ab'), Buffer.from('cde')], 1);
    assert.equal(bytesWritten, 5);
    const buffers = [Buffer.alloc(3), Buffer.alloc(10)];
    const { bytesRead } = await handle.readv(buffers, 0);
    assert.equal(bytesRead, 6);
    assert.equal(Buffer.concat(buffers).toString('latin1', 0, 6), '\0abcde');
    await handle.close();
  },
  'should truncate and extend with zeros': async () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, 'abcdef');
    fs.truncateSync(path, 3);
    await promises.truncate(path, 5);
    assert.equal(fs.readFileSync(path, 'latin1'), 'abc\0\0');
    const fd = fs.openSync(path, 'r+');
    fs.ftruncateSync(fd, 1);
    fs.closeSync(fd);
    assert.equal(fs.statSync(path).size, 1);
    fs.openSync(path, 'w');
    assert.equal(fs.statSync(path).size, 0);
  },
  'should describe a file': () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, 'abc', { mode: 0o640 });
    const stat = fs.statSync(path);
    assert.deepEqual([stat.isFile(), stat.isDirectory(), stat.isSymbolicLink()], [true, false, false]);
    assert.equal(stat.size, 3);
    assert.equal(stat.nlink, 1);
    assert.equal(stat.mode & 0o777, 0o640);
    assert.ok(Math.abs(stat.mtimeMs - Date.now()) < 5_000);
    const big = fs.statSync(path, { bigint: true });
    assert.equal(big.size, 3n);
    assert.equal(typeof big.mtimeNs, 'bigint');
  },
  'should list a directory in the order of names': async () => {
    const path = place();
    for (const name of ['c', 'a', 'B', 'd1']) fs.writeFileSync(join(path, name), '');
    fs.mkdirSync(join(path, 'sub'));
    assert.deepEqual(fs.readdirSync(path), ['B', 'a', 'c', 'd1', 'sub']);
    const entries = await promises.readdir(path, { withFileTypes: true });
    assert.deepEqual(
      entries.map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}`),
      ['B', 'a', 'c', 'd1', 'sub/'],
    );
    assert.ok(Buffer.isBuffer(fs.readdirSync(path, 'buffer')[0]));
  },
  'should list recursively': () => {
    const path = place();
    fs.mkdirSync(join(path, 'x/y'), { recursive: true });
    fs.writeFileSync(join(path, 'x/y/z'), '');
    assert.deepEqual((fs.readdirSync(path, { recursive: true }) as string[]).sort(), ['x', 'x/y', 'x/y/z']);
  },
  'should read a directory piece by piece': async () => {
    const path = place();
    for (const name of ['a', 'b', 'c']) fs.writeFileSync(join(path, name), '');
    const names: string[] = [];
    for await (const entry of await promises.opendir(path)) names.push(entry.name);
    assert.deepEqual(names.sort(), ['a', 'b', 'c']);
    const directory = fs.opendirSync(path);
    assert.ok(directory.readSync());
    directory.closeSync();
    assert.equal(
      codeOf(() => directory.readSync()),
      'ERR_DIR_CLOSED',
    );
  },
  'should make directories': async () => {
    const path = place();
    fs.mkdirSync(join(path, 'a'));
    assert.equal(
      codeOf(() => fs.mkdirSync(join(path, 'a'))),
      'EEXIST',
    );
    assert.equal(
      codeOf(() => fs.mkdirSync(join(path, 'x/y'))),
      'ENOENT',
    );
    assert.equal(fs.mkdirSync(join(path, 'x/y/z'), { recursive: true }), join(path, 'x'));
    assert.equal(await promises.mkdir(join(path, 'x/y'), { recursive: true }), undefined);
    fs.writeFileSync(join(path, 'file'), '');
    assert.equal(
      codeOf(() => fs.mkdirSync(join(path, 'file'), { recursive: true })),
      'EEXIST',
    );
    assert.equal(
      codeOf(() => fs.mkdirSync(join(path, 'file/x'), { recursive: true })),
      'ENOTDIR',
    );
  },
  'should remove directories that are empty': () => {
    const path = place();
    fs.mkdirSync(join(path, 'a/b'), { recursive: true });
    assert.equal(
      codeOf(() => fs.rmdirSync(join(path, 'a'))),
      'ENOTEMPTY',
    );
    fs.rmdirSync(join(path, 'a/b'));
    fs.rmdirSync(join(path, 'a'));
    assert.equal(
      codeOf(() => fs.rmdirSync(join(path, 'a'))),
      'ENOENT',
    );
    fs.writeFileSync(join(path, 'f'), '');
    assert.equal(
      codeOf(() => fs.rmdirSync(join(path, 'f'))),
      'ENOTDIR',
    );
  },
  'should remove whole trees': async () => {
    const path = place();
    fs.mkdirSync(join(path, 'a/b/c'), { recursive: true });
    fs.writeFileSync(join(path, 'a/b/f'), '');
    fs.rmSync(join(path, 'a'), { recursive: true });
    assert.deepEqual(fs.readdirSync(path), []);
    assert.equal(
      codeOf(() => fs.rmSync(join(path, 'a'))),
      'ENOENT',
    );
    fs.rmSync(join(path, 'a'), { force: true });
    fs.mkdirSync(join(path, 'd/e'), { recursive: true });
    await promises.rm(join(path, 'd'), { recursive: true });
    assert.equal(fs.existsSync(join(path, 'd')), false);
  },
  'should rename, over an existing file too': () => {
    const path = place();
    fs.writeFileSync(join(path, 'a'), 'new');
    fs.writeFileSync(join(path, 'b'), 'old');
    fs.renameSync(join(path, 'a'), join(path, 'b'));
    assert.deepEqual(fs.readdirSync(path), ['b']);
    assert.equal(fs.readFileSync(join(path, 'b'), 'utf8'), 'new');
  },
  'should refuse renames that make no sense': () => {
    const path = place();
    fs.mkdirSync(join(path, 'full/x'), { recursive: true });
    fs.mkdirSync(join(path, 'empty'));
    fs.writeFileSync(join(path, 'f'), '');
    assert.equal(
      codeOf(() => fs.renameSync(join(path, 'full'), join(path, 'full/x/y'))),
      'EINVAL',
    );
    assert.equal(
      codeOf(() => fs.renameSync(join(path, 'empty'), join(path, 'full'))),
      'ENOTEMPTY',
    );
    assert.equal(
      codeOf(() => fs.renameSync(join(path, 'f'), join(path, 'empty'))),
      'EISDIR',
    );
    assert.equal(
      codeOf(() => fs.renameSync(join(path, 'empty'), join(path, 'f'))),
      'ENOTDIR',
    );
    fs.renameSync(join(path, 'full'), join(path, 'empty'));
    assert.deepEqual(fs.readdirSync(path), ['empty', 'f']);
  },
  'should let a file live on without a name': () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, 'still here');
    const fd = fs.openSync(path, 'r');
    fs.unlinkSync(path);
    assert.equal(fs.existsSync(path), false);
    assert.equal(fs.fstatSync(fd).nlink, 0);
    assert.equal(fs.readFileSync(fd, 'utf8'), 'still here');
    fs.closeSync(fd);
  },
  'should link hard': () => {
    const path = place();
    fs.writeFileSync(join(path, 'a'), 'x');
    fs.linkSync(join(path, 'a'), join(path, 'b'));
    fs.appendFileSync(join(path, 'b'), 'y');
    assert.equal(fs.readFileSync(join(path, 'a'), 'utf8'), 'xy');
    assert.equal(fs.statSync(join(path, 'a')).nlink, 2);
    assert.equal(fs.statSync(join(path, 'a')).ino, fs.statSync(join(path, 'b')).ino);
    assert.equal(
      codeOf(() => fs.linkSync(join(path, 'a'), join(path, 'b'))),
      'EEXIST',
    );
  },
  'should link symbolically': () => {
    const path = place();
    fs.mkdirSync(join(path, 'd'));
    fs.writeFileSync(join(path, 'd/f'), 'x');
    fs.symlinkSync('d', join(path, 'l'));
    assert.equal(fs.readFileSync(join(path, 'l/f'), 'utf8'), 'x');
    assert.equal(fs.readlinkSync(join(path, 'l')), 'd');
    assert.equal(fs.lstatSync(join(path, 'l')).isSymbolicLink(), true);
    assert.equal(fs.statSync(join(path, 'l')).isDirectory(), true);
    assert.equal(fs.realpathSync.native(join(path, 'l/f')), join(fs.realpathSync(path), 'd/f'));
    fs.symlinkSync('nowhere', join(path, 'broken'));
    assert.equal(
      codeOf(() => fs.statSync(join(path, 'broken'))),
      'ENOENT',
    );
    assert.equal(fs.lstatSync(join(path, 'broken')).isSymbolicLink(), true);
    assert.equal(
      codeOf(() => fs.readlinkSync(join(path, 'd'))),
      'EINVAL',
    );
  },
  'should notice a circle of links': () => {
    const path = place();
    fs.symlinkSync('b', join(path, 'a'));
    fs.symlinkSync('a', join(path, 'b'));
    assert.equal(
      codeOf(() => fs.readFileSync(join(path, 'a'))),
      'ELOOP',
    );
  },
  'should refuse a file where a directory is needed, and the reverse': () => {
    const path = place();
    fs.writeFileSync(join(path, 'f'), '');
    assert.equal(
      codeOf(() => fs.readFileSync(join(path, 'f/x'))),
      'ENOTDIR',
    );
    assert.equal(
      codeOf(() => fs.readdirSync(join(path, 'f'))),
      'ENOTDIR',
    );
    assert.equal(
      codeOf(() => fs.readFileSync(path)),
      'EISDIR',
    );
    assert.equal(
      codeOf(() => fs.writeFileSync(path, '')),
      'EISDIR',
    );
    assert.equal(
      codeOf(() => fs.readFileSync(`${join(path, 'f')}/`)),
      'ENOTDIR',
    );
    assert.equal(
      codeOf(() => fs.readFileSync(join(path, 'n'.repeat(300)))),
      'ENAMETOOLONG',
    );
  },
  'should copy files': async () => {
    const path = place();
    fs.writeFileSync(join(path, 'a'), 'content');
    fs.copyFileSync(join(path, 'a'), join(path, 'b'));
    assert.equal(fs.readFileSync(join(path, 'b'), 'utf8'), 'content');
    await assert.rejects(promises.copyFile(join(path, 'a'), join(path, 'b'), fs.constants.COPYFILE_EXCL), {
      code: 'EEXIST',
      syscall: 'copyfile',
    });
    fs.mkdirSync(join(path, 'd/e'), { recursive: true });
    fs.writeFileSync(join(path, 'd/e/f'), 'deep');
    fs.cpSync(join(path, 'd'), join(path, 'copy'), { recursive: true });
    assert.equal(fs.readFileSync(join(path, 'copy/e/f'), 'utf8'), 'deep');
  },
  'should change times': async () => {
    const path = join(place(), 'a');
    fs.writeFileSync(path, '');
    fs.utimesSync(path, 1_000, 2_000.5);
    assert.equal(fs.statSync(path).atimeMs, 1_000_000);
    assert.equal(fs.statSync(path).mtimeMs, 2_000_500);
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

import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeOf, place } from './fs-places.ts';

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
};

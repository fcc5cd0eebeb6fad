import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, place } from './fs-places.ts';

export const cases = {
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
};

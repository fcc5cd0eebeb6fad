import { constants } from 'node:fs';
import { fail } from '../disk/fs-error.ts';
import type { Inode } from '../disk/inode.ts';
import type { DiskCall } from '../ports.ts';
import { bytesOf, encoded, isNumber, pathText, secondsToUs, smallMode } from './arguments.ts';
import type { FileSystem } from './file-system.ts';
import { fileSystemNumbers, statNumbers } from './stats.ts';

/** One system call: number of arguments before the request, its kind for the disk, and its implementation. */
export interface Call {
  readonly argumentCount: number;
  readonly kind: DiskCall;
  /** Number of leading arguments that are paths, for errors. */
  readonly paths: 0 | 1 | 2;
  /** Its name in errors, if different from the binding's. */
  readonly name?: string;
  readonly sizeBytes?: (values: readonly unknown[]) => number;
  readonly run: (fs: FileSystem, values: readonly unknown[]) => unknown;
}

const fdOf = (value: unknown): number => Number(value);
const position = (value: unknown): number => (isNumber(value) ? Number(value) : -1);

/** libuv's number for the type of a directory entry. */
const typeOf = (inode: Inode): number => {
  switch (inode.kind) {
    case 'file':
      return 1;
    case 'directory':
      return 2;
    case 'link':
      return 3;
    case 'device':
      return 6;
  }
};

export function listDirectory(fs: FileSystem, path: string, encoding: unknown) {
  const inode = fs.disk.need(path, fs.cwd());
  if (inode.kind !== 'directory') fail('ENOTDIR');
  // libuv sorts the results of scandir.
  const entries = fs.disk.list(inode).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return {
    names: entries.map(([name]) => encoded(name, encoding)),
    types: entries.map(([, entry]) => typeOf(entry)),
  };
}

const attribute = (
  change: (inode: Inode, values: readonly unknown[]) => void,
  byFd: boolean,
  follow = true,
) => {
  return (fs: FileSystem, values: readonly unknown[]): void => {
    const inode = byFd
      ? fs.descriptors.get(fdOf(values[0])).inode
      : fs.disk.need(pathText(values[0]), fs.cwd(), follow);
    change(inode, values);
    inode.changedUs = fs.disk.now();
  };
};
const changeMode = (inode: Inode, [, mode]: readonly unknown[]) => {
  inode.mode = (inode.mode & ~0o7777) | (Number(mode) & 0o7777);
};
const changeOwner = (inode: Inode, [, uid, gid]: readonly unknown[]) => {
  if (Number(uid) !== -1) inode.uid = Number(uid);
  if (Number(gid) !== -1) inode.gid = Number(gid);
};
const changeTimes = (inode: Inode, [, accessed, modified]: readonly unknown[]) => {
  inode.accessedUs = secondsToUs(accessed);
  inode.modifiedUs = secondsToUs(modified);
};

const byPath = (run: Call['run'], argumentCount: number, kind: DiskCall = 'metadata'): Call => ({
  argumentCount,
  kind,
  paths: 1,
  run,
});
const byFd = (run: Call['run'], argumentCount: number, kind: DiskCall = 'metadata'): Call => ({
  argumentCount,
  kind,
  paths: 0,
  run,
});
const lengthOf = (buffers: unknown): number =>
  (buffers as ArrayBufferView[]).reduce((sum, { byteLength }) => sum + byteLength, 0);

/** System calls by their names in Node's binding. */
export const CALLS: Readonly<Record<string, Call>> = {
  access: byPath((fs, [path, mode]) => fs.permit(fs.disk.need(pathText(path), fs.cwd()), smallMode(mode)), 2),
  open: byPath((fs, [path, flags, mode]) => fs.open(pathText(path), Number(flags), Number(mode)), 3, 'open'),
  close: byFd((fs, [fd]) => fs.close(fdOf(fd)), 1),
  read: {
    ...byFd(
      (fs, [fd, buffer, offset, length, at]) => {
        const bytes = bytesOf(buffer as ArrayBufferView);
        return fs.read(
          fdOf(fd),
          bytes.subarray(Number(offset), Number(offset) + Number(length)),
          position(at),
        );
      },
      5,
      'read',
    ),
    sizeBytes: ([, , , length]) => Number(length),
  },
  readBuffers: {
    ...byFd(
      (fs, [fd, buffers, at]) => {
        let count = 0;
        for (const buffer of buffers as ArrayBufferView[]) {
          const from = position(at);
          const read = fs.read(fdOf(fd), bytesOf(buffer), from < 0 ? -1 : from + count);
          count += read;
          if (read < buffer.byteLength) break;
        }
        return count;
      },
      3,
      'read',
    ),
    name: 'read',
    sizeBytes: ([, buffers]) => lengthOf(buffers),
  },
  writeBuffer: {
    ...byFd(
      (fs, [fd, buffer, offset, length, at]) => {
        const bytes = bytesOf(buffer as ArrayBufferView);
        return fs.write(
          fdOf(fd),
          bytes.subarray(Number(offset), Number(offset) + Number(length)),
          position(at),
        );
      },
      5,
      'write',
    ),
    name: 'write',
    sizeBytes: ([, , , length]) => Number(length),
  },
  writeBuffers: {
    ...byFd(
      (fs, [fd, buffers, at]) => {
        const whole = Buffer.concat((buffers as ArrayBufferView[]).map(bytesOf));
        return fs.write(fdOf(fd), whole, position(at));
      },
      3,
      'write',
    ),
    name: 'write',
    sizeBytes: ([, buffers]) => lengthOf(buffers),
  },
  writeString: {
    ...byFd(
      (fs, [fd, text, at, encoding]) => {
        const given = typeof encoding === 'string' ? encoding : 'utf8';
        return fs.write(fdOf(fd), Buffer.from(String(text), given as BufferEncoding), position(at));
      },
      4,
      'write',
    ),
    name: 'write',
    sizeBytes: ([, text]) => String(text).length,
  },
  ftruncate: byFd((fs, [fd, sizeBytes]) => fs.truncate(fdOf(fd), Number(sizeBytes ?? 0)), 2),
  fsync: byFd((fs, [fd]) => fs.sync(fs.descriptors.get(fdOf(fd))), 1, 'sync'),
  fdatasync: byFd((fs, [fd]) => fs.sync(fs.descriptors.get(fdOf(fd))), 1, 'sync'),
  rename: { ...byPath((fs, [from, to]) => fs.rename(pathText(from), pathText(to)), 2), paths: 2 },
  link: { ...byPath((fs, [from, to]) => fs.link(pathText(from), pathText(to)), 2), paths: 2 },
  symlink: { ...byPath((fs, [target, path]) => fs.symlink(pathText(target), pathText(path)), 3), paths: 2 },
  copyFile: {
    ...byPath(
      (fs, [from, to, mode]) =>
        fs.copy(pathText(from), pathText(to), (smallMode(mode) & constants.COPYFILE_EXCL) !== 0),
      3,
      'write',
    ),
    name: 'copyfile',
    paths: 2,
  },
  unlink: byPath((fs, [path]) => fs.unlink(pathText(path)), 1),
  rmdir: byPath((fs, [path]) => fs.removeDirectory(pathText(path)), 1),
  mkdir: byPath(
    (fs, [path, mode, recursive]) =>
      recursive === true
        ? fs.makeDirectories(pathText(path), Number(mode))
        : fs.makeDirectory(pathText(path), Number(mode)),
    3,
  ),
  mkdtemp: byPath((fs, [prefix, encoding]) => encoded(fs.temporaryDirectory(pathText(prefix)), encoding), 2),
  readdir: {
    ...byPath((fs, [path, encoding, withTypes]) => {
      const { names, types } = listDirectory(fs, pathText(path), encoding);
      return withTypes === true ? [names, types] : names;
    }, 3),
    name: 'scandir',
  },
  readlink: byPath((fs, [path, encoding]) => {
    const inode = fs.disk.need(pathText(path), fs.cwd(), false);
    return inode.kind === 'link' ? encoded(inode.target, encoding) : fail('EINVAL');
  }, 2),
  realpath: byPath((fs, [path, encoding]) => {
    const place = fs.disk.find(pathText(path), fs.cwd());
    return place.inode === undefined ? fail('ENOENT') : encoded(place.path, encoding);
  }, 2),
  stat: byPath((fs, [path, big]) => statNumbers(fs.disk.need(pathText(path), fs.cwd()), big === true), 2),
  lstat: byPath(
    (fs, [path, big]) => statNumbers(fs.disk.need(pathText(path), fs.cwd(), false), big === true),
    2,
  ),
  fstat: byFd((fs, [fd, big]) => statNumbers(fs.descriptors.get(fdOf(fd)).inode, big === true), 2),
  statfs: byPath((fs, [path, big]) => {
    fs.disk.need(pathText(path), fs.cwd());
    return fileSystemNumbers(big === true);
  }, 2),
  chmod: byPath(attribute(changeMode, false), 2),
  fchmod: byFd(attribute(changeMode, true), 2),
  chown: byPath(attribute(changeOwner, false), 3),
  lchown: byPath(attribute(changeOwner, false, false), 3),
  fchown: byFd(attribute(changeOwner, true), 3),
  utimes: { ...byPath(attribute(changeTimes, false), 3), name: 'utime' },
  lutimes: { ...byPath(attribute(changeTimes, false, false), 3), name: 'lutime' },
  futimes: { ...byFd(attribute(changeTimes, true), 3), name: 'futime' },
};

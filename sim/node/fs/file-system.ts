import { constants } from 'node:fs';
import type { Disk } from '../disk/disk.ts';
import { FsError, fail } from '../disk/fs-error.ts';
import type { FileInode, Inode } from '../disk/inode.ts';
import type { DiskPort } from '../ports.ts';
import type { Task } from '../task/task.ts';
import { type Description, Descriptors } from './descriptors.ts';

const { O_APPEND, O_CREAT, O_DIRECTORY, O_DSYNC, O_EXCL, O_NOFOLLOW, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } =
  constants;

/** The standard streams by descriptor; loggers write to them without `process.stdout`. */
const STANDARD = ['/dev/stdin', '/dev/stdout', '/dev/stderr'];

const NOTHING = new Uint8Array();

/** What the file system needs from its process. */
export interface FileSystemParts {
  readonly task: Task;
  readonly disk: Disk;
  readonly port: DiskPort;
  readonly cwd: () => string;
}

/** The files of one process: its descriptors on the node's disk, and the longer system calls. */
export class FileSystem {
  readonly disk: Disk;
  readonly port: DiskPort;
  readonly descriptors = new Descriptors();
  readonly cwd: () => string;
  private readonly task: Task;

  constructor(parts: FileSystemParts) {
    this.disk = parts.disk;
    this.port = parts.port;
    this.cwd = parts.cwd;
    this.task = parts.task;
    this.inheritStandardStreams();
  }

  open(path: string, flags: number, mode: number): number {
    const { disk } = this;
    const place = disk.find(path, this.cwd(), !((flags & O_EXCL) !== 0 || (flags & O_NOFOLLOW) !== 0));
    let { inode } = place;
    const writes = (flags & (O_WRONLY | O_RDWR)) !== 0;
    if (inode === undefined) {
      if ((flags & O_CREAT) === 0) fail('ENOENT');
      if (place.wantsDirectory) fail('EISDIR');
      inode = disk.createFile(place, mode & ~0o022);
    } else {
      if ((flags & O_CREAT) !== 0 && (flags & O_EXCL) !== 0) fail('EEXIST');
      if (inode.kind === 'link') fail('ELOOP');
      if (inode.kind === 'directory' && (writes || (flags & O_CREAT) !== 0)) fail('EISDIR');
      if ((flags & O_DIRECTORY) !== 0 && inode.kind !== 'directory') fail('ENOTDIR');
      this.permit(inode, writes ? ((flags & O_RDWR) !== 0 ? 6 : 2) : 4);
      if ((flags & O_TRUNC) !== 0 && writes && inode.kind === 'file') this.cut(inode, 0, place.path);
    }
    return this.descriptors.add({ inode, path: place.path, flags, position: 0 });
  }

  close(fd: number): void {
    this.descriptors.close(fd);
  }

  /** Reads at a position, or at the descriptor's own if it is negative. */
  read(fd: number, into: Uint8Array, position: number): number {
    const description = this.descriptors.get(fd);
    if ((description.flags & O_WRONLY) !== 0) fail('EBADF');
    const { inode } = description;
    if (inode.kind === 'directory') fail('EISDIR');
    if (inode.kind !== 'file') return 0;
    const count = inode.data.read(position < 0 ? description.position : position, into);
    this.task.ports.touched?.('reads', description.path, into.subarray(0, count));
    if (position < 0) description.position += count;
    return count;
  }

  /** Writes as much as the disk has room for; the caller must continue after a short write, and is then told of the error. */
  write(fd: number, bytes: Uint8Array, position: number): number {
    const description = this.descriptors.get(fd);
    if ((description.flags & (O_WRONLY | O_RDWR)) === 0) fail('EBADF');
    const { inode, path, flags } = description;
    if (inode.kind !== 'file') {
      if (path === STANDARD[fd]) this.task.standard.get(fd)?.(bytes);
      return bytes.length;
    }
    const appends = (flags & O_APPEND) !== 0;
    const at = appends ? inode.data.sizeBytes : position < 0 ? description.position : position;
    const room = this.port.room(path, at, bytes.length, inode.data.sizeBytes);
    const count = room > 0 ? room : bytes.length; // without any room it is `store` that fails
    this.store(inode, at, count < bytes.length ? bytes.subarray(0, count) : bytes, path);
    if (appends || position < 0) description.position = at + count;
    if ((flags & (O_SYNC | O_DSYNC)) !== 0) this.sync(description);
    return count;
  }

  truncate(fd: number, sizeBytes: number): void {
    const { inode, flags, path } = this.descriptors.get(fd);
    if ((flags & (O_WRONLY | O_RDWR)) === 0 || inode.kind !== 'file') fail('EINVAL');
    this.cut(inode, sizeBytes, path);
  }

  sync(description: Description): void {
    const { inode, path } = description;
    if (inode.kind === 'device') fail('EINVAL');
    const failure = this.port.failure('sync', path, 0);
    if (failure !== undefined) {
      this.disk.failSync(inode);
      fail(failure);
    }
    this.disk.sync(inode);
    this.task.ports.observe({ kind: 'call', name: 'fsync', detail: path });
    this.task.ports.reaches?.('synced');
  }

  makeDirectory(path: string, mode: number): void {
    const place = this.disk.find(path, this.cwd(), false);
    if (place.inode !== undefined) fail('EEXIST');
    this.disk.createDirectory(place, mode & ~0o022);
    this.task.ports.observe({ kind: 'call', name: 'mkdir', detail: place.path });
  }

  /** Creates all missing directories of a path; returns the first one created. */
  makeDirectories(path: string, mode: number): string | undefined {
    const full = path.startsWith('/') ? path : `${this.cwd()}/${path}`;
    let at = '';
    let first: string | undefined;
    const parts = full.split('/').filter((part) => part !== '' && part !== '.');
    for (const [index, part] of parts.entries()) {
      at = part === '..' ? at.slice(0, Math.max(0, at.lastIndexOf('/'))) : `${at}/${part}`;
      if (at === '') continue;
      const { inode } = this.disk.find(at, '/');
      if (inode?.kind === 'directory') continue;
      if (inode !== undefined) fail(index === parts.length - 1 ? 'EEXIST' : 'ENOTDIR');
      this.makeDirectory(at, mode);
      first ??= at;
    }
    return first;
  }

  removeDirectory(path: string): void {
    if (/(?:^|\/)\.\/?$/.test(path)) fail('EINVAL');
    const place = this.disk.find(path, this.cwd(), false);
    if (place.inode === undefined) fail('ENOENT');
    if (place.inode.kind !== 'directory') fail('ENOTDIR');
    if (!this.disk.isEmpty(place.inode)) fail('ENOTEMPTY');
    this.disk.remove(place);
    this.task.ports.observe({ kind: 'call', name: 'rmdir', detail: place.path });
  }

  unlink(path: string): void {
    const place = this.disk.find(path, this.cwd(), false);
    if (place.inode?.kind === 'directory') fail('EISDIR');
    this.disk.remove(place);
    this.task.ports.observe({ kind: 'call', name: 'unlink', detail: place.path });
  }

  rename(oldPath: string, newPath: string): void {
    const from = this.disk.find(oldPath, this.cwd(), false);
    if (from.inode === undefined) fail('ENOENT');
    const to = this.disk.find(newPath, this.cwd(), false);
    if (from.inode === to.inode) return;
    const isDirectory = from.inode.kind === 'directory';
    if (isDirectory)
      for (let at = to.directory; ; at = at.parent ?? at) {
        if (at === from.inode) fail('EINVAL');
        if (at.parent === at || at.parent === undefined) break;
      }
    if (to.inode !== undefined) {
      if (isDirectory && to.inode.kind !== 'directory') fail('ENOTDIR');
      if (!isDirectory && to.inode.kind === 'directory') fail('EISDIR');
      if (to.inode.kind === 'directory' && !this.disk.isEmpty(to.inode)) fail('ENOTEMPTY');
    } else if (to.wantsDirectory && !isDirectory) fail('ENOTDIR');
    this.disk.move(from, to);
    this.task.ports.observe({ kind: 'call', name: 'rename', detail: `${from.path} to ${to.path}` });
    this.task.ports.reaches?.('renamed');
  }

  link(oldPath: string, newPath: string): void {
    const inode = this.disk.need(oldPath, this.cwd(), false);
    if (inode.kind === 'directory') fail('EPERM');
    const place = this.disk.find(newPath, this.cwd(), false);
    if (place.inode !== undefined) fail('EEXIST');
    this.disk.hardLink(inode, place);
  }

  symlink(target: string, path: string): void {
    if (target === '') fail('ENOENT');
    const place = this.disk.find(path, this.cwd(), false);
    if (place.inode !== undefined) fail('EEXIST');
    this.disk.createLink(place, target);
  }

  copy(source: string, destination: string, exclusive: boolean): void {
    const inode = this.disk.need(source, this.cwd());
    if (inode.kind === 'directory') fail('EISDIR');
    const place = this.disk.find(destination, this.cwd());
    if (place.inode !== undefined && exclusive) fail('EEXIST');
    if (place.inode?.kind === 'directory') fail('EISDIR');
    if (place.inode === inode) return;
    const existing = place.inode?.kind === 'file' ? place.inode : undefined;
    const target: FileInode = existing ?? this.disk.createFile(place, inode.mode & 0o777);
    if (existing !== undefined) this.cut(existing, 0, place.path);
    if (inode.kind === 'file') this.store(target, 0, inode.data.bytes(), place.path);
  }

  /** Writes into the page cache, as the disk lets it. */
  private store(file: FileInode, at: number, bytes: Uint8Array, path: string): void {
    const landing = this.port.lands(path, at, bytes.length, file.data.sizeBytes);
    if (typeof landing !== 'number') fail(landing);
    this.disk.write(file, at, bytes, path, landing);
    this.task.ports.touched?.('writes', path, bytes);
  }

  private cut(file: FileInode, sizeBytes: number, path: string): void {
    this.disk.truncate(file, sizeBytes, path);
    if (sizeBytes === 0) this.task.ports.touched?.('empties', path, NOTHING);
  }

  /** Throws unless the owner has the permissions in `bits`: 4 to read, 2 to write, 1 to execute. */
  permit(inode: Inode, bits: number): void {
    if (((inode.mode >> 6) & 7 & bits) !== bits) fail('EACCES');
  }

  private inheritStandardStreams(): void {
    const { inode } = this.disk.find('/dev/null', '/');
    if (inode === undefined) return;
    for (const [fd, path] of STANDARD.entries())
      this.descriptors.inherit(fd, { inode, path, flags: fd === 0 ? 0 : O_WRONLY, position: 0 });
  }

  exists(path: string): boolean {
    try {
      return this.disk.find(path, this.cwd()).inode !== undefined;
    } catch (error) {
      if (error instanceof FsError) return false;
      throw error;
    }
  }

  temporaryDirectory(prefix: string): string {
    const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
    for (;;) {
      let path = prefix;
      for (let at = 0; at < 6; at++) path += letters[this.task.bits('mkdtemp') % letters.length];
      if (this.exists(path)) continue;
      this.makeDirectory(path, 0o700);
      return path;
    }
  }
}

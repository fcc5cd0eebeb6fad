import type { DiskPort, ProgramPorts } from '../ports.ts';
import { loadBacking } from './backing.ts';
import type { FileData } from './file-data.ts';
import { fail } from './fs-error.ts';
import { type DirectoryInode, type FileInode, type Inode, InodeFactory } from './inode.ts';
import { type Change, Journal, type Ordering } from './journal.ts';
import { losePower } from './power-loss.ts';

/** The last name of a path, and its parent directory. */
export interface Place {
  readonly directory: DirectoryInode;
  readonly name: string;
  readonly inode: Inode | undefined;
  /** The path without symbolic links, for messages and decisions. */
  readonly path: string;
  /** Whether the path ends in a slash, so that it must name a directory. */
  readonly wantsDirectory: boolean;
}

/** The node's clocks: file times use the wall clock, ages of unsynced data the monotonic one. */
export type DiskClock = Pick<ProgramPorts, 'wallUs' | 'monotonicUs'>;

/** Callback for changes: `change` of contents, `rename` for a name that appeared or disappeared. */
export type Watcher = (event: 'change' | 'rename', path: string, name: string) => void;

const MAX_LINKS = 40;

/**
 * A node's disk: a POSIX tree in the page cache, the same tree on the platter, and the journal between them. It knows no
 * descriptors or processes, and outlives them.
 */
export class Disk {
  readonly root: DirectoryInode;
  readonly watchers = new Set<Watcher>();
  private readonly inodes = new InodeFactory();
  private readonly journal = new Journal();
  /** Files written since their last sync. */
  private readonly unsynced = new Set<FileInode>();
  private readonly ordering: Ordering;
  private readonly clock: DiskClock;

  constructor(ordering: Ordering, clock: DiskClock) {
    this.ordering = ordering;
    this.clock = clock;
    this.root = this.inodes.directory(0o755, this.now());
    this.root.parent = this.root;
  }

  /** True if a power loss now could lose written data or changed names. */
  get isUnsynced(): boolean {
    return this.unsynced.size > 0 || this.journal.pending.length > 0;
  }

  /** Wall-clock time, as stored in inodes. */
  now(): number {
    return this.clock.wallUs();
  }

  /** Installs a durable file or directory before anything runs. */
  install(path: string, content?: string | Uint8Array): void {
    const parts = path.split('/').filter((part) => part !== '');
    let directory = this.root;
    const last = content === undefined ? undefined : parts.pop();
    for (const part of parts) {
      this.load(directory);
      let next = directory.entries.get(part);
      if (next?.kind !== 'directory') {
        next = this.inodes.directory(0o755, this.now());
        this.addDurably(directory, part, next);
      }
      directory = next;
    }
    if (content === undefined || last === undefined) return;
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.load(directory);
    this.addDurably(
      directory,
      last,
      this.inodes.file(0o644, this.now(), () => bytes),
    );
  }

  installDevice(path: string): void {
    const at = path.lastIndexOf('/');
    this.install(path.slice(0, at));
    const { inode } = this.find(path.slice(0, at), '/');
    if (inode?.kind === 'directory')
      this.addDurably(inode, path.slice(at + 1), this.inodes.device(this.now()));
  }

  /** Exposes a real directory at the same path. */
  mount(path: string): void {
    this.install(path);
    const { inode } = this.find(path, '/');
    if (inode?.kind === 'directory') inode.backing = { path, loaded: false };
  }

  /** Resolves a path. Every parent directory must exist; the last name need not. */
  find(path: string, cwd: string, followLast = true): Place {
    if (path === '') fail('ENOENT');
    return this.walk(path.startsWith('/') ? path : `${cwd}/${path}`, followLast, { links: 0 });
  }

  /** The inode at a path, which must exist. */
  need(path: string, cwd: string, followLast = true): Inode {
    return this.find(path, cwd, followLast).inode ?? fail('ENOENT');
  }

  createFile(place: Place, mode: number): FileInode {
    const inode = this.inodes.file(mode & 0o7777, this.now());
    this.setName(place, inode);
    return inode;
  }

  createDirectory(place: Place, mode: number): DirectoryInode {
    const inode = this.inodes.directory(mode & 0o7777, this.now());
    inode.parent = place.directory;
    place.directory.links++;
    this.setName(place, inode);
    return inode;
  }

  createLink(place: Place, target: string): void {
    this.setName(place, this.inodes.link(target, this.now()));
  }

  hardLink(inode: Inode, place: Place): void {
    inode.links++;
    inode.changedUs = this.now();
    this.setName(place, inode);
  }

  remove(place: Place): void {
    const { directory, name, inode } = place;
    if (inode === undefined) fail('ENOENT');
    inode.links -= inode.kind === 'directory' ? 2 : 1;
    inode.changedUs = this.now();
    this.forgetGone(inode);
    if (inode.kind === 'directory') directory.links--;
    directory.entries.delete(name);
    this.log(directory, [{ kind: 'name', directory, name, inode: undefined }]);
    this.notify('rename', place.path);
  }

  /** Renames atomically; the caller has made the checks. */
  move(from: Place, to: Place): void {
    const { inode } = from;
    if (inode === undefined) fail('ENOENT');
    if (to.inode !== undefined) {
      to.inode.links -= to.inode.kind === 'directory' ? 2 : 1;
      this.forgetGone(to.inode);
    }
    from.directory.entries.delete(from.name);
    to.directory.entries.set(to.name, inode);
    if (inode.kind === 'directory') {
      from.directory.links--;
      to.directory.links++;
      inode.parent = to.directory;
    }
    inode.changedUs = this.now();
    from.directory.modifiedUs = this.now();
    this.log(to.directory, [
      { kind: 'name', directory: from.directory, name: from.name, inode: undefined },
      { kind: 'name', directory: to.directory, name: to.name, inode },
    ]);
    this.notify('rename', from.path);
    this.notify('rename', to.path);
  }

  /** Bytes that land elsewhere on the platter than at `at`, or nowhere, look as if they had been written back. */
  write(file: FileInode, at: number, bytes: Uint8Array, path: string, landing = at): void {
    if (bytes.length > 0) file.data.write(at, bytes, this.clock.monotonicUs());
    if (bytes.length > 0 && file.links > 0) this.unsynced.add(file);
    if (landing !== at) file.data.misplace(at, bytes, landing);
    else if (this.ordering === 'ordered' && bytes.length > 0) {
      this.log(file, [{ kind: 'data', file, at, bytes: Uint8Array.prototype.slice.call(bytes) }]);
    }
    this.modified(file);
    this.notify('change', path);
  }

  truncate(file: FileInode, sizeBytes: number, path: string): void {
    file.data.truncate(sizeBytes, this.clock.monotonicUs());
    this.log(file, [{ kind: 'truncate', file, sizeBytes }]);
    this.modified(file);
    this.notify('change', path);
  }

  /** `fsync`: the file or directory itself, and what the ordering makes durable with it. */
  sync(inode: Inode): void {
    const all = this.ordering !== 'posix';
    this.journal.commit(({ of }) => all || of === inode);
    if (inode.kind !== 'file') return;
    inode.data.sync();
    this.unsynced.delete(inode);
  }

  /** A file without a name does not survive a crash anyway. */
  private forgetGone(inode: Inode): void {
    if (inode.kind === 'file' && inode.links === 0) this.unsynced.delete(inode);
  }

  /** A failed `fsync`, which drops the dirty pages. */
  failSync(inode: Inode): void {
    if (inode.kind === 'file') inode.data.forgetDirty();
  }

  losePower(port: DiskPort): void {
    losePower(this.root, this.journal, this.ordering, port, this.clock.monotonicUs());
    this.unsynced.clear();
    this.watchers.clear();
  }

  /** Names and inodes in a directory. */
  list(directory: DirectoryInode): [string, Inode][] {
    this.load(directory);
    return [...directory.entries];
  }

  /** Files that programs have written, and that are not empty, by path. */
  written(): readonly { readonly path: string; readonly data: FileData }[] {
    const found: { path: string; data: FileData }[] = [];
    const visit = ({ entries }: DirectoryInode, path: string): void => {
      for (const [name, inode] of entries) {
        if (inode.kind === 'directory') visit(inode, `${path}/${name}`);
        else if (inode.kind === 'file' && inode.data.isWritten && inode.data.sizeBytes > 0)
          found.push({ path: `${path}/${name}`, data: inode.data });
      }
    };
    visit(this.root, '');
    return found;
  }

  isEmpty(directory: DirectoryInode): boolean {
    this.load(directory);
    return directory.entries.size === 0;
  }

  notify(event: 'change' | 'rename', path: string): void {
    if (this.watchers.size === 0) return;
    const at = path.lastIndexOf('/');
    for (const watcher of [...this.watchers]) watcher(event, path.slice(0, at) || '/', path.slice(at + 1));
  }

  private modified(inode: Inode): void {
    inode.modifiedUs = this.now();
    inode.changedUs = this.now();
  }

  private setName({ directory, name, path }: Place, inode: Inode): void {
    directory.entries.set(name, inode);
    this.log(directory, [{ kind: 'name', directory, name, inode }]);
    this.notify('rename', path);
  }

  private log(of: Inode, changes: readonly Change[]): void {
    if (of.kind === 'directory') this.modified(of);
    this.journal.add({ atUs: this.clock.monotonicUs(), of, changes });
  }

  private addDurably(directory: DirectoryInode, name: string, inode: Inode): void {
    directory.entries.set(name, inode);
    directory.durable.set(name, inode);
    if (inode.kind !== 'directory') return;
    inode.parent = directory;
    directory.links++;
  }

  private load(directory: DirectoryInode): void {
    loadBacking(directory, this.inodes, this.now());
  }

  private walk(path: string, followLast: boolean, count: { links: number }): Place {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    const wantsDirectory = /\/\.?$/.test(path);
    let directory = this.root;
    let at = '';
    for (const [index, name] of parts.entries()) {
      const isLast = index === parts.length - 1;
      if (Buffer.byteLength(name) > 255) fail('ENAMETOOLONG');
      if (name === '..') {
        directory = directory.parent ?? this.root;
        at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
        if (isLast) return { directory, name: '.', inode: directory, path: at || '/', wantsDirectory };
        continue;
      }
      this.load(directory);
      const inode = directory.entries.get(name);
      if (inode?.kind === 'link' && (!isLast || followLast || wantsDirectory)) {
        if (++count.links > MAX_LINKS) fail('ELOOP');
        const rest = parts.slice(index + 1).join('/');
        const target = inode.target.startsWith('/') ? inode.target : `${at}/${inode.target}`;
        const tail = rest === '' ? (wantsDirectory ? '/' : '') : `/${rest}${wantsDirectory ? '/' : ''}`;
        return this.walk(target + tail, followLast, count);
      }
      if (isLast) {
        if (wantsDirectory && inode !== undefined && inode.kind !== 'directory') fail('ENOTDIR');
        return { directory, name, inode, path: `${at}/${name}`, wantsDirectory };
      }
      if (inode === undefined) fail('ENOENT');
      if (inode.kind !== 'directory') fail('ENOTDIR');
      directory = inode;
      at = `${at}/${name}`;
    }
    return { directory: this.root, name: '.', inode: this.root, path: '/', wantsDirectory };
  }
}

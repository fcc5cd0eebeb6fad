import { FileData } from './file-data.ts';

export const S_IFMT = 0o170000;
export const S_IFREG = 0o100000;
export const S_IFDIR = 0o040000;
export const S_IFLNK = 0o120000;
export const S_IFCHR = 0o020000;

interface InodeBase {
  readonly number: number;
  mode: number;
  links: number;
  uid: number;
  gid: number;
  accessedUs: number;
  modifiedUs: number;
  changedUs: number;
  readonly bornUs: number;
  /** Number of open descriptors; an unlinked inode lives until they are closed. */
  opens: number;
}

export interface FileInode extends InodeBase {
  readonly kind: 'file';
  readonly data: FileData;
}

export interface DirectoryInode extends InodeBase {
  readonly kind: 'directory';
  /** Names as programs see them, and as they are on the platter. */
  readonly entries: Map<string, Inode>;
  readonly durable: Map<string, Inode>;
  parent: DirectoryInode | undefined;
  /** A real directory that shows through where nothing was written; `loaded` once its names are imported. */
  backing: { readonly path: string; loaded: boolean } | undefined;
}

export interface LinkInode extends InodeBase {
  readonly kind: 'link';
  readonly target: string;
}

/** A device that discards everything: `/dev/null`. */
export interface DeviceInode extends InodeBase {
  readonly kind: 'device';
}

export type Inode = FileInode | DirectoryInode | LinkInode | DeviceInode;

/** Creates inodes with ascending numbers. */
export class InodeFactory {
  private next = 2;

  file(mode: number, nowUs: number, content?: () => Uint8Array): FileInode {
    return { ...this.base(S_IFREG | mode, nowUs), kind: 'file', data: new FileData(content) };
  }

  directory(mode: number, nowUs: number): DirectoryInode {
    return {
      ...this.base(S_IFDIR | mode, nowUs),
      links: 2,
      kind: 'directory',
      entries: new Map(),
      durable: new Map(),
      parent: undefined,
      backing: undefined,
    };
  }

  link(target: string, nowUs: number): LinkInode {
    return { ...this.base(S_IFLNK | 0o777, nowUs), kind: 'link', target };
  }

  device(nowUs: number): DeviceInode {
    return { ...this.base(S_IFCHR | 0o666, nowUs), kind: 'device' };
  }

  private base(mode: number, nowUs: number): InodeBase {
    return {
      number: this.next++,
      mode,
      links: 1,
      uid: 1_000,
      gid: 1_000,
      accessedUs: nowUs,
      modifiedUs: nowUs,
      changedUs: nowUs,
      bornUs: nowUs,
      opens: 0,
    };
  }
}

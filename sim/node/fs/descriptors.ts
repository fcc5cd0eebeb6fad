import { fail } from '../disk/fs-error.ts';
import type { Inode } from '../disk/inode.ts';

/** An open file. */
export interface Description {
  readonly inode: Inode;
  readonly path: string;
  readonly flags: number;
  position: number;
}

/** Lower descriptors are taken by the standard streams and Node itself. */
const FIRST = 17;

/** The descriptors of one process: always allocates the lowest free number. */
export class Descriptors {
  private readonly open = new Map<number, Description>();

  add(description: Description): number {
    let fd = FIRST;
    while (this.open.has(fd)) fd++;
    this.open.set(fd, description);
    description.inode.opens++;
    return fd;
  }

  /** Opens a standard stream. */
  inherit(fd: number, description: Description): void {
    this.open.set(fd, description);
    description.inode.opens++;
  }

  get(fd: number): Description {
    return this.open.get(fd) ?? fail('EBADF');
  }

  close(fd: number): Description {
    const description = this.get(fd);
    this.open.delete(fd);
    description.inode.opens--;
    return description;
  }

  closeAll(): void {
    for (const fd of [...this.open.keys()]) this.close(fd);
  }
}

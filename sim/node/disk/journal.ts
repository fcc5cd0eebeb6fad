import type { DirectoryInode, FileInode, Inode } from './inode.ts';

/** An atomic change of a file system's metadata. */
export type Change =
  | {
      readonly kind: 'name';
      readonly directory: DirectoryInode;
      readonly name: string;
      readonly inode: Inode | undefined;
    }
  | { readonly kind: 'truncate'; readonly file: FileInode; readonly sizeBytes: number }
  | { readonly kind: 'data'; readonly file: FileInode; readonly at: number; readonly bytes: Uint8Array };

/** One journal operation. */
export interface Operation {
  readonly atUs: number;
  /** The directory or file whose sync makes it durable, where nothing else does. */
  readonly of: Inode;
  readonly changes: readonly Change[];
}

/** Order in which a file system makes changes durable; see `docs/node.md`. */
export type Ordering = 'ordered' | 'data-ordered' | 'metadata-journaled' | 'posix';

/** Metadata operations that are not yet durable, in order. */
export class Journal {
  private operations: Operation[] = [];

  add(operation: Operation): void {
    this.operations.push(operation);
  }

  get pending(): readonly Operation[] {
    return this.operations;
  }

  /** Makes the operations selected by `which` durable, in order. */
  commit(which: (operation: Operation) => boolean): void {
    const rest: Operation[] = [];
    for (const operation of this.operations) {
      if (which(operation)) applyDurably(operation);
      else rest.push(operation);
    }
    this.operations = rest;
  }

  clear(): void {
    this.operations = [];
  }
}

function applyDurably({ changes }: Operation): void {
  for (const change of changes) {
    switch (change.kind) {
      case 'name':
        if (change.inode === undefined) change.directory.durable.delete(change.name);
        else change.directory.durable.set(change.name, change.inode);
        break;
      case 'truncate':
        change.file.data.truncateDurably(change.sizeBytes);
        break;
      case 'data':
        change.file.data.storeDurably(change.at, change.bytes);
        break;
    }
  }
}

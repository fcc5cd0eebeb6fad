import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { DirectoryInode, Inode, InodeFactory } from './inode.ts';

const contents = new Map<string, Uint8Array>();

/** A file of the real machine, read once in this process. */
function contentOf(path: string): Uint8Array {
  const known = contents.get(path) ?? readFileSync(path);
  contents.set(path, known);
  return known;
}

/**
 * Takes over the names of a directory of the real machine: a program finds the files that it was installed with on
 * its own disk, in names' order and with fixed times, and what it writes there stays there.
 */
export function loadBacking(directory: DirectoryInode, inodes: InodeFactory, nowUs: number): void {
  const { backing } = directory;
  if (backing === undefined || backing.loaded) return;
  backing.loaded = true;
  const listed = readdirSync(backing.path, { withFileTypes: true });
  for (const entry of listed.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (directory.durable.has(entry.name) || directory.entries.has(entry.name)) continue;
    const path = join(backing.path, entry.name);
    let inode: Inode;
    if (entry.isDirectory()) {
      const made = inodes.directory(0o755, nowUs);
      made.parent = directory;
      made.backing = { path, loaded: false };
      directory.links++;
      inode = made;
    } else if (entry.isFile()) inode = inodes.file(0o644, nowUs, () => contentOf(path));
    else if (entry.isSymbolicLink()) inode = inodes.link(readlinkSync(path), nowUs);
    else continue;
    directory.entries.set(entry.name, inode);
    directory.durable.set(entry.name, inode);
  }
}

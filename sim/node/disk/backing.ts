import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { DirectoryInode, Inode, InodeFactory } from './inode.ts';

const contents = new Map<string, Uint8Array>();

/** Contents of a real file, read once per real process. */
function contentOf(path: string): Uint8Array {
  const known = contents.get(path) ?? readFileSync(path);
  contents.set(path, known);
  return known;
}

/**
 * Imports the names of a real directory: a program finds its installed files on its own disk, sorted by name and with fixed
 * times, and its writes stay on that disk.
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

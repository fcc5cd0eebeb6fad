import type { DiskPort } from '../ports.ts';
import { PAGE_BYTES } from './file-data.ts';
import type { DirectoryInode, FileInode, Inode } from './inode.ts';
import type { Journal, Ordering } from './journal.ts';

/** Maximum age of unwritten journal entries, and of dirty data, without any sync. */
export const JOURNAL_AGE_US = 5_000_000;
export const DATA_AGE_US = 30_000_000;

/** Files that have a name, now or on the platter, with one of their paths. */
function filesOf(root: DirectoryInode): Map<FileInode, string> {
  const found = new Map<FileInode, string>();
  const visit = (directory: DirectoryInode, path: string, seen: Set<Inode>) => {
    if (seen.has(directory)) return;
    seen.add(directory);
    for (const names of [directory.durable, directory.entries]) {
      for (const [name, inode] of names) {
        if (inode.kind === 'file' && !found.has(inode)) found.set(inode, `${path}/${name}`);
        if (inode.kind === 'directory') visit(inode, `${path}/${name}`, seen);
      }
    }
  };
  visit(root, '', new Set());
  return found;
}

/**
 * Rolls a file system back to one of its possible states after a power loss. Metadata: a prefix of the journal survives (in
 * `posix`, a prefix of each directory's part). Data: pages already written back survive, as far as the ordering allows.
 */
export function losePower(
  root: DirectoryInode,
  journal: Journal,
  ordering: Ordering,
  disk: DiskPort,
  nowUs: number,
): void {
  const files = filesOf(root);
  const unordered = ordering === 'posix';
  const groups = new Map<Inode, number>();
  journal.commit(({ atUs }) => !unordered && nowUs - atUs > JOURNAL_AGE_US);
  for (const { of } of journal.pending) {
    const group = unordered ? of : root;
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  const left = new Map<Inode, number>();
  for (const [group, count] of groups)
    left.set(group, disk.survivors(`journal of inode ${group.number}`, count));
  journal.commit(({ of }) => {
    const group = unordered ? of : root;
    const remaining = left.get(group) ?? 0;
    left.set(group, remaining - 1);
    return remaining > 0;
  });
  // A truncation that did not survive also loses the writes that followed it.
  const held = new Set<FileInode>();
  for (const { changes } of journal.pending) {
    for (const change of changes) if (change.kind === 'truncate') held.add(change.file);
  }
  if (ordering !== 'ordered') {
    for (const [file, path] of files) if (!held.has(file)) loseData(file, path, ordering, disk, nowUs);
  }
  journal.clear();
  revertTree(root, new Set());
}

function loseData(file: FileInode, path: string, ordering: Ordering, disk: DiskPort, nowUs: number): void {
  const { data } = file;
  const pages = [...data.dirty.keys()].sort((a, b) => a - b);
  const oldSizeBytes = data.durableSizeBytes;
  const isAged = (page: number) => nowUs - (data.dirty.get(page) ?? nowUs) > DATA_AGE_US;
  const endOf = (page: number) => Math.min(data.sizeBytes, (page + 1) * PAGE_BYTES);
  const inPlace = pages.filter((page) => endOf(page) <= oldSizeBytes);
  const beyond = pages.filter((page) => endOf(page) > oldSizeBytes);
  for (const page of inPlace) {
    const fate = isAged(page) ? 'new' : disk.page(path, page);
    if (fate === 'new') data.writeBack(page, PAGE_BYTES);
    else if (fate === 'torn') data.writeBack(page, PAGE_BYTES / 2);
  }
  const aged = beyond.filter(isAged).length;
  const survivors = beyond.length === 0 ? 0 : aged + disk.survivors(`data of ${path}`, beyond.length - aged);
  if (ordering === 'data-ordered') {
    // The size follows the data, so a prefix of the appended data survives.
    for (const page of beyond.slice(0, survivors)) data.writeBack(page, PAGE_BYTES);
    return;
  }
  // The size may be durable before the data: missing data reads as zeros.
  if (survivors > 0) data.extendDurably(data.sizeBytes);
  for (const page of beyond.slice(0, survivors)) {
    if (isAged(page) || disk.page(path, page) === 'new') data.writeBack(page, PAGE_BYTES);
  }
}

/** Resets what programs see to what is on the platter. */
function revertTree(directory: DirectoryInode, seen: Set<Inode>): void {
  seen.add(directory);
  directory.entries.clear();
  directory.links = 2;
  for (const [name, inode] of directory.durable) {
    directory.entries.set(name, inode);
    if (inode.kind === 'directory') {
      directory.links++;
      inode.parent = directory;
      if (!seen.has(inode)) revertTree(inode, seen);
      continue;
    }
    inode.links = seen.has(inode) ? inode.links + 1 : 1;
    inode.opens = 0;
    if (inode.kind === 'file' && !seen.has(inode)) inode.data.revert();
    seen.add(inode);
  }
}

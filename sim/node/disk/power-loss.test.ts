import { describe, expect, it } from 'vitest';
import type { DiskPort } from '../ports.ts';
import { Disk } from './disk.ts';
import { PAGE_BYTES } from './file-data.ts';
import type { FileInode } from './inode.ts';
import type { Ordering } from './journal.ts';

/** A disk, its clock, and shorthands for program operations. */
function setUp(ordering: Ordering) {
  const clock = { us: 0 };
  const disk = new Disk(ordering, { wallUs: () => clock.us, monotonicUs: () => clock.us });
  disk.install('/d');
  const place = (path: string) => disk.find(path, '/');
  const file = (path: string): FileInode => {
    const { inode } = place(path);
    if (inode?.kind === 'file') return inode;
    return disk.createFile(place(path), 0o644);
  };
  return {
    disk,
    clock,
    write: (path: string, text: string, at = 0) => disk.write(file(path), at, Buffer.from(text), path),
    empty: (path: string) => disk.truncate(file(path), 0, path),
    sync: (path: string) => disk.sync(disk.need(path, '/')),
    rename: (from: string, to: string) => disk.move(place(from), place(to)),
    remove: (path: string) => disk.remove(place(path)),
    read: (path: string): string | undefined => {
      const { inode } = place(path);
      return inode?.kind === 'file' ? Buffer.from(inode.data.bytes()).toString() : undefined;
    },
  };
}

/** Loses everything unsynced, unless a test overrides it. */
const worst: DiskPort = {
  latencyUs: () => 1,
  failure: () => undefined,
  lands: (_, offset) => offset,
  room: (_, __, sizeBytes) => sizeBytes,
  survivors: () => 0,
  page: () => 'old',
};
const best: DiskPort = { ...worst, survivors: (_, count) => count, page: () => 'new' };
const ALL: readonly Ordering[] = ['ordered', 'data-ordered', 'metadata-journaled', 'posix'];

describe('a power loss', () => {
  it.each(ALL)('should keep what was synced, its name included: %s', (ordering) => {
    const { disk, write, sync, read } = setUp(ordering);
    write('/d/a', 'kept');
    sync('/d/a');
    sync('/d');
    write('/d/a', 'LOST');
    write('/d/b', 'lost');
    disk.losePower(worst);
    expect(read('/d/a')).toBe('kept');
    expect(read('/d/b')).toBeUndefined();
  });

  it.each(ALL)('should be able to keep everything: %s', (ordering) => {
    const { disk, write, rename, read } = setUp(ordering);
    write('/d/a', 'all of it');
    rename('/d/a', '/d/b');
    disk.losePower(best);
    expect(read('/d/a')).toBeUndefined();
    expect(read('/d/b')).toBe('all of it');
  });

  it('should lose the name of a synced file only where a directory must be synced for it', () => {
    for (const [ordering, content] of [
      ['data-ordered', 'kept'],
      ['posix', undefined],
    ] as const) {
      const { disk, write, sync, read } = setUp(ordering);
      write('/d/a', 'kept');
      sync('/d/a');
      disk.losePower(worst);
      expect(read('/d/a')).toBe(content);
    }
  });

  it('should leave an empty file where a rename overtakes the data', () => {
    const { disk, write, rename, sync, read } = setUp('data-ordered');
    write('/d/a', 'old');
    sync('/d/a');
    write('/d/new', 'new');
    rename('/d/new', '/d/a');
    disk.losePower({ ...worst, survivors: (site, count) => (site.startsWith('journal') ? count : 0) });
    expect(read('/d/a')).toBe('');
  });

  it('should not let a rename overtake the data in a strictly ordered file system', () => {
    for (let survivors = 0; survivors <= 3; survivors++) {
      const { disk, write, rename, sync, read } = setUp('ordered');
      write('/d/a', 'old');
      sync('/d/a');
      write('/d/new', 'new');
      rename('/d/new', '/d/a');
      disk.losePower({ ...worst, survivors: () => survivors });
      expect(['old', 'new']).toContain(read('/d/a'));
    }
  });

  it('should keep the old content when the truncation is lost, also if later data is there', () => {
    const { disk, write, empty, sync, read } = setUp('data-ordered');
    write('/d/a', 'old content');
    sync('/d/a');
    empty('/d/a');
    write('/d/a', 'new');
    disk.losePower({ ...worst, survivors: (site, count) => (site.startsWith('data') ? count : 0) });
    expect(read('/d/a')).toBe('old content');
  });

  it('should keep a beginning of what was appended where the size follows the data, and zeros where it does not', () => {
    for (const [ordering, middle] of [
      ['data-ordered', undefined],
      ['metadata-journaled', '\0'],
    ] as const) {
      const { disk, write, sync, read } = setUp(ordering);
      write('/d/a', 'a'.repeat(PAGE_BYTES));
      sync('/d/a');
      write('/d/a', 'b'.repeat(2 * PAGE_BYTES), PAGE_BYTES);
      disk.losePower({ ...worst, survivors: () => 1, page: () => 'new' });
      const text = read('/d/a') ?? '';
      expect(text.slice(0, PAGE_BYTES)).toBe('a'.repeat(PAGE_BYTES));
      expect(text[PAGE_BYTES]).toBe('b');
      expect(text[2 * PAGE_BYTES]).toBe(middle);
    }
  });

  it('should tear a page that is overwritten in place', () => {
    const { disk, write, sync, read } = setUp('data-ordered');
    write('/d/a', 'a'.repeat(PAGE_BYTES));
    sync('/d/a');
    write('/d/a', 'b'.repeat(PAGE_BYTES));
    disk.losePower({ ...worst, page: () => 'torn' });
    expect(read('/d/a')).toBe('b'.repeat(PAGE_BYTES / 2) + 'a'.repeat(PAGE_BYTES / 2));
  });

  it('should lose what a failed sync dropped, though the next sync succeeds', () => {
    const { disk, write, sync, read } = setUp('data-ordered');
    write('/d/a', 'old');
    sync('/d/a');
    write('/d/a', 'NEW');
    disk.failSync(disk.need('/d/a', '/'));
    expect(read('/d/a')).toBe('NEW');
    sync('/d/a');
    disk.losePower(worst);
    expect(read('/d/a')).toBe('old');
  });

  it('should bring back a removed file whose removal was not durable', () => {
    const { disk, write, sync, remove, read } = setUp('data-ordered');
    write('/d/a', 'back');
    sync('/d/a');
    remove('/d/a');
    expect(read('/d/a')).toBeUndefined();
    disk.losePower(worst);
    expect(read('/d/a')).toBe('back');
  });

  it('should keep what is old enough to have been written back by itself', () => {
    const { disk, clock, write, read } = setUp('data-ordered');
    write('/d/a', 'long ago');
    clock.us = 40_000_000;
    write('/d/b', 'just now');
    disk.losePower(worst);
    expect(read('/d/a')).toBe('long ago');
    expect(read('/d/b')).toBeUndefined();
  });
});

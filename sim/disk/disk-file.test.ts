import { describe, expect, it } from 'vitest';
import {
  contents,
  copyOfFile,
  NOWHERE,
  newFile,
  type PendingWrite,
  type SimulatedFile,
  store,
  storedFile,
} from './disk-file.ts';

const writeOf = (text: string, offset: number, landing = offset): PendingWrite => ({
  request: 1,
  offset,
  bytes: new TextEncoder().encode(text),
  landing,
  completed: true,
  coveredBy: 0,
});

function put(file: SimulatedFile, text: string, offset: number, landing = offset): void {
  const write = writeOf(text, offset, landing);
  store(file, write, 0, write.bytes);
}

const read = (file: SimulatedFile): string => new TextDecoder().decode(contents(file, 0, 100));

describe('damage', () => {
  it('should never undo other damage', () => {
    const file = newFile('superblock');
    put(file, 'calm', 0);
    for (const mask of [1, 2, 3, 3, 127]) {
      storedFile(file).corrupt(0, 4, mask);
      expect(read(file)).not.toBe('calm');
    }
    put(file, 'calm', 0);
    expect(read(file)).toBe('calm');
  });
});

describe('a copy of a file', () => {
  it('should go its own way, and so should the original, whoever writes first', () => {
    const file = newFile('wal');
    put(file, 'calm', 0);
    const [first, second] = [copyOfFile(file), copyOfFile(file)];
    put(first, 'wave', 0);
    put(file, 'gale', 0);
    const third = copyOfFile(first);
    put(first, 'WA', 0);
    expect([file, first, second, third].map(read)).toEqual(['gale', 'WAve', 'calm', 'wave']);
  });

  it('should have its own damage and its own writes', () => {
    const file = newFile('wal');
    put(file, 'calm', 0, NOWHERE);
    put(file, 'sea', 4);
    const copy = copyOfFile(file);
    put(copy, '!', 7, 6);
    copy.writes.push(writeOf('pending', 0));
    const [write] = copyOfFile(copy).writes;
    if (write !== undefined) write.completed = false;
    expect([read(file), read(copy)]).toEqual(['\0\0\0\0sea', 'pending']);
    expect([file.intended, copy.intended].map(({ sizeBytes }) => sizeBytes)).toEqual([7, 8]);
  });
});

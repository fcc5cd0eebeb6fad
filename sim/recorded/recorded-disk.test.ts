import { describe, expect, it } from 'vitest';
import type { Found } from './process-log.ts';
import { RecordedDisk } from './recorded-disk.ts';

const FILE = 'wal-0';
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
const found = (text: string): readonly Found[] => [
  { file: FILE, offset: 0, lengthBytes: 1024, bytes: bytes(text) },
];

/** A disk with `..` synced, and writes of `a`, `b` and `c` behind it that have not ended. */
function amidWrites(): RecordedDisk {
  const disk = new RecordedDisk(() => 0);
  disk.format(FILE, bytes('..___'));
  ['a', 'b', 'c'].forEach((text, i) => void disk.write(FILE, 2 + i, bytes(text), i));
  return disk;
}

/** Reads a whole file. */
function contents(disk: RecordedDisk, file: string): string {
  disk.read(file, 0, 1024, 0);
  return Buffer.from(disk.complete('read', 0, null)?.completion.bytes ?? []).toString();
}

describe('what a kill leaves of a recorded disk', () => {
  it.each(['..___', '..abc', '..a__', '..__c', '..a_c'])(
    'should be explained by the writes that ended: %s',
    (text) => {
      const disk = amidWrites();
      const loss = disk.lossBefore(found(text));
      expect(loss.damage).toEqual([]);
      disk.crash(loss);
      expect(Buffer.from(disk.durable(FILE)).toString()).toBe(text);
    },
  );

  it('should be told from damage that came besides: a write with a flipped byte has been there', () => {
    const disk = new RecordedDisk(() => 0);
    disk.format(FILE, bytes('..______'));
    disk.write(FILE, 2, bytes('abc'), 1);
    disk.write(FILE, 5, bytes('def'), 2);
    const loss = disk.lossBefore(found('..aXc___'));
    expect(loss.damage).toHaveLength(1);
    disk.crash(loss);
    expect(Buffer.from(disk.durable(FILE)).toString()).toBe('..abc___');
  });

  it('should be damage where nobody has written it', () => {
    const disk = amidWrites();
    const loss = disk.lossBefore(found('..x__'));
    expect(loss.damage).toHaveLength(1);
    disk.crash(loss);
    expect(Buffer.from(disk.durable(FILE)).toString()).toBe('..___');
  });

  it.each([
    ['amid a read', ['abcd', 'e', ''], 'abcde'],
    ['between two reads', ['abcd', '', ''], 'abcd'],
  ])('should be a file that was truncated %s', (_, texts, rest) => {
    const disk = new RecordedDisk(() => 0);
    disk.format('other', bytes('kept'));
    disk.format(FILE, bytes('abcdefghijkl'));
    const loss = disk.lossBefore([
      { file: 'other', offset: 0, lengthBytes: 4, bytes: bytes('kept') },
      ...texts.map((text, i) => ({
        file: FILE,
        offset: i * 4,
        lengthBytes: 4,
        bytes: bytes(text),
      })),
    ]);
    expect(loss.wiped).toBe(false);
    disk.crash(loss);
    expect([contents(disk, FILE), contents(disk, 'other')]).toEqual([rest, 'kept']);
    expect(Buffer.from(disk.durable(FILE)).toString()).toBe('abcdefghijkl');
  });

  it('should be a file that was emptied, while others are as they were', () => {
    const disk = amidWrites();
    disk.format('other', bytes('kept'));
    disk.crash(
      disk.lossBefore([
        { file: FILE, offset: 0, lengthBytes: 4, bytes: bytes('') },
        { file: FILE, offset: 4, lengthBytes: 4, bytes: bytes('') },
        { file: 'other', offset: 0, lengthBytes: 4, bytes: bytes('kept') },
      ]),
    );
    expect([contents(disk, FILE), contents(disk, 'other')]).toEqual(['', 'kept']);
  });

  it('should be a disk that was wiped, when all that was found is empty', () => {
    const disk = amidWrites();
    disk.format('other', bytes('lost'));
    const nothing = [FILE, 'other'].map((file) => ({ file, offset: 0, lengthBytes: 4, bytes: bytes('') }));
    const loss = disk.lossBefore(nothing);
    expect(loss.wiped).toBe(true);
    disk.crash(loss);
    expect([contents(disk, FILE), contents(disk, 'other')]).toEqual(['', '']);
    expect(disk.durable('other')).toHaveLength(0);
  });
});

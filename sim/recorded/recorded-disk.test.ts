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
});

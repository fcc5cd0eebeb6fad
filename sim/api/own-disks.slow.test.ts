import { describe, expect, it } from 'vitest';
import { amount } from '../testing/long.ts';
import { fuzz } from './fuzz.ts';
import { type DiskBug, diskServer } from './testing/disk-server.ts';

// After a report: a system of one's own met no failing disk in any seed, so a server that believes one passed.
describe('a system of one’s own with a disk', () => {
  it('should pass when it is sound', async () => {
    const { failures } = await fuzz(diskServer('none'), { seeds: amount(60, 5_000) });
    expect(failures.map(({ failure }) => failure)).toEqual([]);
  });

  it.each<DiskBug>(['answers-first', 'no-sync', 'retries-sync', 'believes-write', 'forgets-the-end'])(
    'should be found out by its answers alone: %s',
    async (bug) => {
      const { failures, seeds } = await fuzz(diskServer(bug), { seeds: 1_000 });
      expect(failures[0]?.violation?.invariant, `${seeds} seeds`).toBe('I17');
    },
  );
});

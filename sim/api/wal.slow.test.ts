import { describe, expect, it } from 'vitest';
import logged from '../../docs/tutorial/logged.ts';
import { amount } from '../testing/long.ts';
import { fuzz } from './fuzz.ts';

// The server of docs/own-systems.md: `wavetank/wal` on simulated disks.
describe('a process with a write-ahead log', () => {
  it('should lose nothing that it has answered, whatever its disk does short of lying', async () => {
    const { failures, unreached } = await fuzz(logged, { seeds: amount(40, 3000) });
    expect(failures.map(({ failure }) => failure)).toEqual([]);
    expect(unreached).toEqual([]);
  });

  it('should be found out when it answers before the disk has', async () => {
    const { failures } = await fuzz(logged, { seeds: 60, set: { 'settings.eager': true } });
    expect(failures[0]?.violation?.invariant).toMatch(/W1|I17/);
  });
});

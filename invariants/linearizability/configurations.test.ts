import { expect, test } from 'vitest';
import { minimal } from './configurations.ts';
import { type RegisterResult, register } from './models/register.ts';
import { type Block, type Configuration, createPartition } from './partition.ts';

/** Configurations of which none covers another: each has its own results to keep. */
function spentOn(configurations: number, blocks: number): number {
  const partition = createPartition(register, 'all');
  const shared: Block[] = Array.from({ length: blocks }, (_, root) => ({
    root,
    first: 0,
    last: 0,
    state: root,
    path: [],
    extended: true,
  }));
  const found = Array.from({ length: configurations }, (_, id): Configuration<RegisterResult> => {
    return { blocks: [...shared], committed: [{ id, result: { kind: 'write' }, blind: false }], used: [] };
  });
  expect(minimal(partition, found)).toHaveLength(configurations);
  return partition.spent;
}

test('should charge for comparing configurations, and more for those with many blocks (seed 23506 at 4e4dbdd took 60 s)', () => {
  const few = spentOn(200, 1);
  expect(few).toBeGreaterThan(100);
  expect(spentOn(400, 1)).toBeGreaterThan(3 * few);
  expect(spentOn(200, 50)).toBeGreaterThan(100 * few);
});

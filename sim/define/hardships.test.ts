import { describe, expect, it } from 'vitest';
import { faultClasses } from '../faults/registry.ts';
import { fullStorm } from '../scenario/testing/full-storm.ts';
import { HARDSHIPS, spared } from './hardships.ts';

/**
 * Classes that no system may exclude: they only make things slow; or, as upgrades, a system asks for them. A new class has to be in
 * a hardship, or here.
 */
const EVERYWHERE = ['uneven-links', 'slow-disk', 'stall', 'unsynced', 'upgrade'];

describe('what a system does not claim to survive', () => {
  const upgrade = { everyUs: 100_000, rollbackPpm: 0, clientsPpm: 0 };
  const storm = { ...fullStorm, faults: { ...fullStorm.faults, upgrade } };
  const left = (...hardships: typeof HARDSHIPS): readonly string[] =>
    Object.keys(spared(storm, hardships).faults);

  it('should have every class of faults in a kind of trouble, or nowhere by intent', () => {
    const names = faultClasses().map(({ name }) => name);
    expect(Object.keys(storm.faults).sort()).toEqual(names.toSorted());
    expect(left(...HARDSHIPS).toSorted()).toEqual(EVERYWHERE.toSorted());
  });

  it('should take out what breaks the order of a link, and what cuts it', () => {
    for (const name of ['duplicate', 'late', 'slow-link']) expect(left('reordering')).not.toContain(name);
    for (const name of ['partition', 'absence'])
      for (const hardship of ['partitions', 'loss'] as const) expect(left(hardship)).not.toContain(name);
  });
});

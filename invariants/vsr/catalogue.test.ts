import { expect, test } from 'vitest';
import { vsrInvariants } from './catalogue.ts';
import { goodRun } from './testing/good-run.ts';
import { Trace, testOptions } from './testing/trace.ts';

const followModel = {
  initial: 0,
  apply: (state: unknown, operation: unknown) => ({ state, result: `did ${String(operation)}` }),
};

test('should be silent on a run that is close to everything forbidden', () => {
  const trace = new Trace(vsrInvariants({ ...testOptions, model: followModel }));
  goodRun(trace);
  expect(trace.violations).toEqual([]);
});

test('should be silent without a disk to look at', () => {
  const { wal: _, ...options } = testOptions;
  const trace = new Trace(vsrInvariants(options));
  goodRun(trace);
  expect(trace.violations).toEqual([]);
});

test('should each have an id, a name and a statement of their own', () => {
  const invariants = vsrInvariants(testOptions);
  for (const field of ['id', 'name', 'statement'] as const) {
    const values = invariants.map((invariant) => invariant[field]);
    expect(new Set(values).size).toBe(values.length);
    expect(values.every((value) => value.length > 0)).toBe(true);
  }
});

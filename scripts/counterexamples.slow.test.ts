import { describe, expect, it } from 'vitest';
import { LONG } from '../sim/testing/long.ts';
import { converted, ROWS } from './counterexamples-of.ts';

/** The others are slower. */
const SHORT = ['A01', 'A06', 'V01', 'V07'];
const WANTED = LONG ? 10 : 1;
const EFFORT = { statesMax: 60_000, walksMax: LONG ? 3_000 : 300 };

describe('a counterexample', () => {
  it.each(ROWS.filter(({ mutant }) => LONG || SHORT.includes(mutant)))(
    'should be a run of the simulator that breaks the same property: $mutant',
    async (row) => {
      const own = await converted(row, WANTED, EFFORT);
      expect(own.length).toBe(WANTED);
      const failures = own.flatMap(({ failure }) => failure ?? []);
      expect(failures).toEqual([]);
    },
  );
});

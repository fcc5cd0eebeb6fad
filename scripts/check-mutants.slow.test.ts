import { describe, expect, it } from 'vitest';
import { main } from '../sim/cli/program.ts';
import { FakeIo } from '../sim/cli/testing/fake-io.ts';
import { defaultSystem, systems } from '../sim/systems/index.ts';
import { LONG } from '../sim/testing/long.ts';
import { FOUND_ROWS } from './check-mutants-rows.ts';

/** Cheap ones, of each kind. */
const SHORT = ['A02', 'C03', 'V03', 'V38'];

async function verdictOf(words: readonly string[]): Promise<unknown> {
  const io = new FakeIo();
  await main(['check', ...words, '--json'], io, { systems, defaultSystem });
  return JSON.parse(io.stdout);
}

describe('the table of known bugs', () => {
  it.each(FOUND_ROWS.filter(({ mutant }) => LONG || SHORT.includes(mutant)))(
    'should be true of $mutant, and not of the code without it: check $words',
    async ({ mutant, words }) => {
      const own = words.split(' ');
      const found = await verdictOf([...own, '--mutant', mutant]);
      expect(found).toMatchObject({ verdict: 'violation' });
      const { unique = 1 } = found as { readonly unique?: number }; // walks count no states
      const isWalk = own.includes('--walks');
      const sound = await verdictOf([...own, ...(isWalk ? [] : ['--states', `${unique}`])]);
      expect(sound).not.toMatchObject({ verdict: 'violation' });
    },
  );

  it('should have 25 rows, two of them of bugs that take the simulator more than 30 seconds', () => {
    expect(new Set(FOUND_ROWS.map(({ mutant }) => mutant)).size).toBeGreaterThanOrEqual(25);
    expect(FOUND_ROWS.filter(({ simulatorSeconds }) => simulatorSeconds > 30).length).toBeGreaterThanOrEqual(
      2,
    );
  });
});

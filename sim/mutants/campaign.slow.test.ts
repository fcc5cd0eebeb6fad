import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCampaign } from './campaign.ts';
import type { Mutant } from './mutant.ts';
import { prepareMutants, programOf } from './prepare.ts';
import { type MutantScore, scoreOf } from './score.ts';
import { echo } from './testing/echo.ts';

const ENTRY = path.join(import.meta.dirname, 'testing/worker.ts');

const mutant = (id: string, find: string, replace: string): Mutant => ({
  id,
  name: id,
  file: 'sim/mutants/testing/echo.ts',
  find,
  replace,
  expect: ['I16'],
  scenario: { operations: 10 },
  note: '',
});

async function measured(
  mutants: readonly Mutant[],
  seeds = 5,
  hangMs = 20_000,
  budgetMs = 60_000,
): Promise<readonly MutantScore[]> {
  const systems = new Map([[echo.name, echo]]);
  const prepared = await prepareMutants(mutants, { systems, system: echo.name, program: programOf(ENTRY) });
  const results = await runCampaign(prepared, {
    trialsOf: () => 2,
    budgetOf: () => ({ seeds, ms: budgetMs }),
    workers: 1,
    blackBox: false,
    base: 'test',
    hangMs,
    comparedMax: 10,
    signal: new AbortController().signal,
  });
  return scoreOf(results).mutants;
}

describe('a campaign', () => {
  it('should find what breaks, by the invariant that it breaks, and hear nothing from what does not', async () => {
    const [broken, equal] = await measured([
      mutant('broken', 'if (answered < 0)', 'if (answered > 3)'),
      mutant('equal', 'if (answered < 0)', 'if (answered < -1)'),
    ]);
    expect(broken).toMatchObject({ found: 2, trials: 2, fired: [['I16', 2]], seeds: { median: 1 } });
    expect(broken?.activated).toBe(broken?.compared);
    // a miss counts as infinitely long, and is never dropped
    expect(equal).toMatchObject({ found: 0, trials: 2, runs: 10, activated: 0, seeds: { median: null } });
  });

  it('should charge a hang to its seed', async () => {
    const [hang] = await measured(
      [mutant('hang', 'if (answered < 0)', 'if (answered > 3) for (;;); if (answered < 0)')],
      5,
      500,
    );
    expect(hang).toMatchObject({ found: 2, fired: [['hang', 2]] });
  });

  it('should end a trial amid a run that uses up its budget, and find nothing there', async () => {
    const endless = mutant('endless', 'if (answered < 0)', 'if (answered > 3) for (;;); if (answered < 0)');
    const broken = mutant('broken', 'if (answered < 0)', 'if (answered > 3)');
    const [first, second] = await measured([endless, broken], 5, 3_600_000, 700);
    expect(first).toMatchObject({ found: 0, trials: 2, runs: 2, fired: [], suspects: [] });
    expect(second).toMatchObject({ trials: 2, suspects: [] }); // the next mutant is measured all the same
  });

  it('should charge a dead thread to its seed', async () => {
    const [dead] = await measured([
      mutant('dead', 'if (answered < 0)', 'if (answered > 3) process.exit(3); if (answered < 0)'),
    ]);
    expect(dead).toMatchObject({ found: 2, fired: [['crash', 2]] });
  });

  it('should keep the tree as it is and find the same again', async () => {
    const broken = mutant('broken', 'if (answered < 0)', 'if (answered % 7 === 6)');
    const seconds = ({ seconds: _, ...rest }: MutantScore): object => rest;
    const [first] = await measured([broken]);
    const [second] = await measured([broken]);
    if (first === undefined || second === undefined) throw new Error('nothing was measured');
    expect(seconds(second)).toEqual(seconds(first));
  });
});

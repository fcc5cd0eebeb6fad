import os from 'node:os';
import { parseArgs } from 'node:util';
import { runCampaign } from '../sim/mutants/campaign.ts';
import { catalogue } from '../sim/mutants/catalogue/index.ts';
import type { Mutant } from '../sim/mutants/mutant.ts';
import { prepareMutants } from '../sim/mutants/prepare.ts';
import { STRATEGIES } from '../sim/network/options.ts';
import type { Scenario } from '../sim/scenario/scenario.ts';
import { defaultSystem, systems } from '../sim/systems/index.ts';
import { effectSize, mannWhitney } from './statistics.ts';

/**
 * How many seeds each way of drawing schedules needs to find known bugs, against plain uniform delays: a table for
 * docs/strategies.md. Trials use the same seeds for every strategy; a miss counts as more seeds than any other.
 */
type Strategy = Scenario['network']['strategy'];

/** Not trivial, and found often enough to be compared. */
const MUTANTS = [
  'V03',
  'V06',
  'V08',
  'V18',
  'V20',
  'V22',
  'V23',
  'V24',
  'V25',
  'V28',
  'V29',
  'V32',
  'C02',
  'C04',
];

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '30' },
    seeds: { type: 'string', default: '150' },
    workers: { type: 'string', default: String(os.availableParallelism()) },
    strategies: { type: 'string', default: STRATEGIES.join(',') },
    only: { type: 'string', default: MUTANTS.join(',') },
  },
});
const trials = Number(values.trials);
const seeds = Number(values.seeds);
const ids = values.only.split(',');
const wanted = values.strategies.split(',');
const compared = STRATEGIES.filter((strategy) => wanted.includes(strategy));
const mutants = catalogue.filter(({ id }) => ids.includes(id));

const scheduled = (mutant: Mutant, strategy: Strategy): Mutant => ({
  ...mutant,
  scenario: { ...mutant.scenario, network: { ...mutant.scenario?.network, strategy } },
});

/** Seeds that each trial of each mutant needed; infinite when it found nothing. */
async function measure(strategy: Strategy): Promise<Map<string, number[]>> {
  const prepared = await prepareMutants(
    mutants.map((mutant) => scheduled(mutant, strategy)),
    { systems, system: defaultSystem },
  );
  const measured = await runCampaign(prepared, {
    trialsOf: () => trials,
    budgetOf: () => ({ seeds, ms: Number.POSITIVE_INFINITY }),
    workers: Number(values.workers),
    blackBox: false,
    base: 'strategies',
    hangMs: 60_000,
    comparedMax: 0,
    signal: new AbortController().signal,
  });
  return new Map(
    measured.map(({ mutant, trials: all }) => [
      mutant.id,
      all.map((trial) => (trial.finding === undefined ? Number.POSITIVE_INFINITY : trial.seeds)),
    ]),
  );
}

const median = (needed: readonly number[]): number =>
  [...needed].sort((a, b) => a - b)[Math.floor(needed.length / 2)] ?? Number.NaN;

function cell(needed: readonly number[], base: readonly number[]): string {
  const found = needed.filter(Number.isFinite).length;
  const middle = median(needed);
  const text = `${found}/${needed.length} · ${Number.isFinite(middle) ? middle : '–'}`;
  if (needed === base) return text;
  const p = mannWhitney(needed, base);
  const a12 = effectSize(needed, base);
  return `${text} · ${a12.toFixed(2)}${p < 0.05 ? ' *' : ''}`;
}

const byStrategy = new Map<Strategy, Map<string, number[]>>();
for (const strategy of compared) {
  byStrategy.set(strategy, await measure(strategy));
  console.error(`${strategy} measured`);
}
const base = byStrategy.get('uniform') ?? new Map<string, number[]>();
console.log(`| mutant | ${compared.join(' | ')} |`);
console.log(`|---|${compared.map(() => '---').join('|')}|`);
for (const { id, name } of mutants) {
  const cells = compared.map((strategy) => cell(byStrategy.get(strategy)?.get(id) ?? [], base.get(id) ?? []));
  console.log(`| ${id} ${name} | ${cells.join(' | ')} |`);
}

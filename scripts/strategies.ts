import os from 'node:os';
import { parseArgs } from 'node:util';
import { runCampaign } from '../sim/mutants/campaign.ts';
import { catalogue } from '../sim/mutants/catalogue/index.ts';
import type { Mutant } from '../sim/mutants/mutant.ts';
import { prepareMutants } from '../sim/mutants/prepare.ts';
import { STRATEGIES } from '../sim/network/options.ts';
import { defaultSystem, systems } from '../sim/systems/index.ts';
import { effectSize, mannWhitney, median } from './statistics.ts';

/**
 * How much each way of drawing runs needs to find known bugs, against another one: tables for docs/strategies.md.
 * `--compare strategies` compares ways of drawing schedules with plain uniform delays; `--compare rules` compares storms with and
 * without rules. Trials use the same seeds for every arm; a miss counts as more than any other. The cost is counted in steps, which
 * do not depend on what else the machine does.
 */
interface Arm {
  readonly name: string;
  readonly scenario: NonNullable<Mutant['scenario']>;
}

/** The first arm is what the others are compared with. */
const ARMS: Readonly<Record<string, readonly Arm[]>> = {
  strategies: STRATEGIES.map((strategy) => ({ name: strategy, scenario: { network: { strategy } } })),
  stale: [
    { name: 'without', scenario: { faults: { stale: null } } },
    { name: 'with stale messages', scenario: {} },
  ],
  late: [
    { name: 'without', scenario: { faults: { late: null } } },
    { name: 'with late', scenario: {} },
  ],
  rules: [
    { name: 'without rules', scenario: { faults: { rules: null } } },
    { name: 'with rules', scenario: {} },
  ],
};

/** Not trivial, and found often enough to be compared. */
const MUTANTS: Readonly<Record<string, string>> = {
  strategies: 'V03,V06,V08,V18,V20,V22,V23,V24,V25,V28,V29,V32,C02,C04',
  stale: 'V05,V06,V15,V15b,V18,V20,V30,V33,V34,V44,V45,R03',
  late: 'V05,V06,V15,V15b,V18,V20,V30,V33,V34,V44,V45,R03',
  rules: 'V05,V06,V08,V15,V15b,V18,V20,V22,V30,V32,V33,V34,V37,V43c,V44,V45,D05,D12,R01,R05,C04,A12',
};

const { values } = parseArgs({
  options: {
    compare: { type: 'string', default: 'strategies' },
    trials: { type: 'string', default: '30' },
    seeds: { type: 'string', default: '150' },
    workers: { type: 'string', default: String(os.availableParallelism()) },
    only: { type: 'string' },
  },
});
const trials = Number(values.trials);
const seeds = Number(values.seeds);
const arms = ARMS[values.compare] ?? [];
const ids = (values.only ?? MUTANTS[values.compare] ?? '').split(',');
const mutants = catalogue.filter(({ id }) => ids.includes(id));

/** What a trial needed; infinite when it found nothing. */
interface Needed {
  readonly seeds: number;
  readonly steps: number;
}

async function measure(mutant: Mutant, arm: Arm): Promise<readonly Needed[]> {
  const { network, faults } = mutant.scenario ?? {};
  const scenario = {
    ...mutant.scenario,
    ...arm.scenario,
    network: { ...network, ...arm.scenario.network },
    faults: { ...faults, ...arm.scenario.faults },
  };
  const prepared = await prepareMutants([{ ...mutant, scenario }], { systems, system: defaultSystem });
  const [measured] = await runCampaign(prepared, {
    trialsOf: () => trials,
    budgetOf: () => ({ seeds, ms: Number.POSITIVE_INFINITY }),
    workers: Number(values.workers),
    blackBox: false,
    base: 'strategies',
    hangMs: 60_000,
    comparedMax: 0,
    signal: new AbortController().signal,
  });
  return (measured?.trials ?? []).map(({ finding, seeds: needed, steps }) =>
    finding === undefined ? MISSED : { seeds: needed, steps },
  );
}

const MISSED: Needed = { seeds: Number.POSITIVE_INFINITY, steps: Number.POSITIVE_INFINITY };

function cell(needed: readonly Needed[], base: readonly Needed[]): string {
  const found = needed.filter(({ seeds: count }) => Number.isFinite(count)).length;
  const middle = (values: readonly number[]): string => {
    const value = median(values);
    return Number.isFinite(value) ? value.toLocaleString('en') : '–';
  };
  const steps = needed.map((each) => each.steps);
  const text = `${found}/${needed.length} · ${middle(needed.map((each) => each.seeds))} · ${middle(steps)}`;
  if (needed === base) return text;
  const baseSteps = base.map((each) => each.steps);
  const p = mannWhitney(steps, baseSteps);
  return `${text} · ${effectSize(steps, baseSteps).toFixed(2)} · ${p.toFixed(3)}${p < 0.05 ? ' *' : ''}`;
}

console.log(`| mutant | ${arms.map(({ name }) => name).join(' | ')} |`);
console.log(`|---|${arms.map(() => '---').join('|')}|`);
for (const mutant of mutants) {
  const needed: (readonly Needed[])[] = [];
  for (const arm of arms) needed.push(await measure(mutant, arm));
  console.log(
    `| ${mutant.id} ${mutant.name} | ${needed.map((each) => cell(each, needed[0] ?? [])).join(' | ')} |`,
  );
}

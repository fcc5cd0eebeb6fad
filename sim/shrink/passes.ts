import type { Scenario } from '../scenario/scenario.ts';
import { calming } from './candidate.ts';
import { reduce } from './reduce.ts';
import type { Search } from './search.ts';
import {
  FAULT_CLASSES,
  fewer,
  patience,
  type Simplification,
  settingsOf,
  TIMING,
} from './simplifications.ts';

/** One way to make a run smaller. */
export interface Pass {
  readonly name: string;
  run(search: Search): Promise<void>;
}

/** Other storms that one round looks at, at effort 1. */
const STORMS = 150;
/** And with one thing less. */
const SMALLER_STORMS = 40;

/** Parts of a list that are tried while runs are still long. */
const COARSE_PARTS = 16;

/** Cheap and big ones first. */
export const PASSES: readonly Pass[] = [
  { name: 'patience', run: (search) => simplify(search, patience(search.livenessUsMin)) },
  { name: 'fault classes', run: (search) => simplify(search, FAULT_CLASSES) },
  {
    name: 'processes and operations',
    run: (search) => untilNoneHelps(search, fewer),
  },
  { name: 'other storms', run: otherStorms },
  {
    name: 'faults',
    run: (search) => calm(search, 'fault'),
  },
  {
    name: 'operations',
    run: (search) => calm(search, 'operation'),
  },
  { name: 'timing', run: (search) => simplify(search, TIMING) },
  { name: 'settings', run: (search) => untilNoneHelps(search, settingsOf) },
  {
    name: 'details',
    run: (search) => calm(search, 'detail'),
  },
  { name: 'edits', run: fewerEdits },
  { name: 'smaller storms', run: smallerStorms },
];

const offerWith = (search: Search, scenario: Scenario): Promise<boolean> =>
  search.offer({ scenario, edits: search.best.candidate.edits });

/** Of the scenarios that could replace one, the first that helps; then those that could replace that one. */
async function untilNoneHelps(search: Search, others: (scenario: Scenario) => Scenario[]): Promise<void> {
  for (let left = others(search.best.candidate.scenario); left.length > 0; ) {
    const [next, ...rest] = left;
    const helps = next !== undefined && (await offerWith(search, next));
    left = helps ? others(search.best.candidate.scenario) : rest;
  }
}

async function simplify(search: Search, simplifications: readonly Simplification[]): Promise<void> {
  for (const simplification of simplifications) {
    const simpler = simplification(search.best.candidate.scenario);
    if (simpler !== undefined) await offerWith(search, simpler);
  }
}

function calm(search: Search, meaning: 'fault' | 'operation' | 'detail'): Promise<void> {
  return reduce(
    () => search.decisions(meaning),
    (names) => search.offer(calming(search.best.candidate, names)),
    (length) => (search.coarse ? Math.ceil(length / COARSE_PARTS) : 1),
  );
}

/**
 * Once a scenario is small, its other seeds are cheap: one of them may fail in the same way much sooner. Edits name
 * decisions of one seed and are left behind.
 */
async function otherStorms(search: Search): Promise<void> {
  const [root = ''] = search.best.candidate.scenario.seed.split('~');
  for (let n = 1; n <= STORMS * search.effort; n++) {
    const { scenario } = search.best.candidate;
    await search.offer({ scenario: { ...scenario, seed: `${root.slice(0, 56)}~${n}` }, edits: {} });
  }
}

/**
 * Leaving something out may need another storm to fail: one process less renumbers the others. So both at once, a few
 * storms for each thing that is left out.
 */
async function smallerStorms(search: Search): Promise<void> {
  const [root = ''] = search.best.candidate.scenario.seed.split('~');
  for (let n = 1; n <= SMALLER_STORMS * search.effort; n++) {
    const { scenario } = search.best.candidate;
    const seed = `${root.slice(0, 56)}~${n}`;
    const smaller = [...fewer(scenario), ...FAULT_CLASSES.map((simplify) => simplify(scenario))];
    for (const each of smaller)
      if (each !== undefined) await search.offer({ scenario: { ...each, seed }, edits: {} });
  }
}

/** Decisions that are calm by themselves by now need no edit. */
function fewerEdits(search: Search): Promise<void> {
  return reduce(
    () => Object.keys(search.best.candidate.edits),
    (names) => {
      const { scenario, edits } = search.best.candidate;
      const left = Object.entries(edits).filter(([name]) => !names.includes(name));
      return search.offer({ scenario, edits: Object.fromEntries(left) });
    },
  );
}

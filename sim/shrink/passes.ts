import type { Scenario } from '../scenario/scenario.ts';
import { calming } from './candidate.ts';
import { reduce } from './reduce.ts';
import type { Search } from './search.ts';
import { FAULT_CLASSES, fewer, type Simplification, settingsOf, TIMING } from './simplifications.ts';

/** One way to make a run smaller. */
export interface Pass {
  readonly name: string;
  run(search: Search): void;
}

/** Other storms that one round looks at, at effort 1. */
const STORMS = 150;
/** And with one thing less. */
const SMALLER_STORMS = 40;

/** Cheap and big ones first. */
export const PASSES: readonly Pass[] = [
  { name: 'fault classes', run: (search) => simplify(search, FAULT_CLASSES) },
  {
    name: 'processes and operations',
    run(search) {
      for (let again = true; again; ) {
        again = fewer(search.best.candidate.scenario).some((scenario) => offerWith(search, scenario));
      }
    },
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
  { name: 'settings', run: settings },
  {
    name: 'details',
    run: (search) => calm(search, 'detail'),
  },
  { name: 'edits', run: fewerEdits },
  { name: 'smaller storms', run: smallerStorms },
];

const offerWith = (search: Search, scenario: Scenario): boolean =>
  search.offer({ scenario, edits: search.best.candidate.edits });

function simplify(search: Search, simplifications: readonly Simplification[]): void {
  for (const simplification of simplifications) {
    const simpler = simplification(search.best.candidate.scenario);
    if (simpler !== undefined) offerWith(search, simpler);
  }
}

function calm(search: Search, meaning: 'fault' | 'operation' | 'detail'): void {
  reduce(
    () => search.decisions(meaning),
    (names) => search.offer(calming(search.best.candidate, names)),
  );
}

/**
 * Once a scenario is small, its other seeds are cheap: one of them may fail in the same way much sooner. Edits name
 * decisions of one seed and are left behind.
 */
function otherStorms(search: Search): void {
  const [root = ''] = search.best.candidate.scenario.seed.split('~');
  for (let n = 1; n <= STORMS * search.effort; n++) {
    const { scenario } = search.best.candidate;
    search.offer({ scenario: { ...scenario, seed: `${root.slice(0, 56)}~${n}` }, edits: {} });
  }
}

/**
 * Leaving something out may need another storm to fail: one process less renumbers the others. So both at once, a few
 * storms for each thing that is left out.
 */
function smallerStorms(search: Search): void {
  const [root = ''] = search.best.candidate.scenario.seed.split('~');
  for (let n = 1; n <= SMALLER_STORMS * search.effort; n++) {
    const { scenario } = search.best.candidate;
    const seed = `${root.slice(0, 56)}~${n}`;
    const smaller = [...fewer(scenario), ...FAULT_CLASSES.map((simplify) => simplify(scenario))];
    for (const each of smaller)
      if (each !== undefined) search.offer({ scenario: { ...each, seed }, edits: {} });
  }
}

function settings(search: Search): void {
  for (let again = true; again; ) {
    again = settingsOf(search.best.candidate.scenario).some((scenario) => offerWith(search, scenario));
  }
}

/** Decisions that are calm by themselves by now need no edit. */
function fewerEdits(search: Search): void {
  reduce(
    () => Object.keys(search.best.candidate.edits),
    (names) => {
      const { scenario, edits } = search.best.candidate;
      const left = Object.entries(edits).filter(([name]) => !names.includes(name));
      return search.offer({ scenario, edits: Object.fromEntries(left) });
    },
  );
}

import type { Scenario } from '../scenario/scenario.ts';
import { type Candidate, calming } from './candidate.ts';
import { holdingBack, longerThan } from './hold-back.ts';
import { reduce } from './reduce.ts';
import type { Search } from './search.ts';
import { settingsOf } from './setting-simplifications.ts';
import {
  faultSimplifications,
  fewer,
  lessened,
  patience,
  type Simplification,
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

/** Longer runs have more messages than can be tried one by one. */
const HOLD_STEPS_MAX = 600;

/** Parts of a list that are tried while runs are still long. */
const COARSE_PARTS = 16;

const withEdits = ({ best }: Search, scenario: Scenario): Candidate => ({
  scenario,
  edits: best.candidate.edits,
});

/** Offers what is made for 0, 1, ... in turn, each of the best there is by then. */
async function inTurn(
  search: Search,
  count: number,
  make: (n: number) => Candidate | undefined,
): Promise<void> {
  for (let begin = 0; begin < count; ) {
    const made: number[] = [];
    const found = await search.first(candidates(begin, made));
    if (found < 0) return;
    begin = (made[found] ?? count) + 1;
  }

  function* candidates(begin: number, made: number[]): Generator<Candidate> {
    for (let n = begin; n < count; n++) {
      const candidate = make(n);
      if (candidate === undefined) continue;
      made.push(n);
      yield candidate;
    }
  }
}

/** Of the scenarios that could replace one, the first that helps; then those that could replace that one. */
async function untilNoneHelps(search: Search, others: (scenario: Scenario) => Scenario[]): Promise<void> {
  const next = (): Candidate[] =>
    others(search.best.candidate.scenario).map((scenario) => withEdits(search, scenario));
  while ((await search.first(next())) >= 0);
}

const simplify = (search: Search, simplifications: readonly Simplification[]): Promise<void> =>
  inTurn(search, simplifications.length, (n) => {
    const simpler = simplifications[n]?.(search.best.candidate.scenario);
    return simpler === undefined ? undefined : withEdits(search, simpler);
  });

function calm(search: Search, meaning: 'fault' | 'operation' | 'detail'): Promise<void> {
  return reduce(
    () => search.decisions(meaning),
    (parts) => search.first(each(parts, (names) => calming(search.best.candidate, names))),
    (length) => (search.coarse ? Math.ceil(length / COARSE_PARTS) : 1),
  );
}

function* each<T>(items: Iterable<T>, make: (item: T) => Candidate): Generator<Candidate> {
  for (const item of items) yield make(item);
}

/** The seed of another storm that this one may be replaced by. */
function otherSeed({ seed }: Scenario, n: number): string {
  const [root = ''] = seed.split('~');
  return `${root.slice(0, 56)}~${n}`;
}

/**
 * Once a scenario is small, its other seeds are cheap: one of them may fail in the same way much sooner. Edits name
 * decisions of one seed and are left behind.
 */
const otherStorms = (search: Search): Promise<void> =>
  inTurn(search, STORMS * search.effort, (n) => {
    const { scenario } = search.best.candidate;
    return { scenario: { ...scenario, seed: otherSeed(scenario, n + 1) }, edits: {} };
  });

/**
 * Leaving something out may need another storm to fail: one process less renumbers the others. So both at once, a few
 * storms for each thing that is left out.
 */
async function smallerStorms(search: Search): Promise<void> {
  for (let n = 1; n <= SMALLER_STORMS * search.effort; n++) {
    const { scenario } = search.best.candidate;
    const seed = otherSeed(scenario, n);
    const smaller = [
      ...fewer(scenario, search.system),
      ...faultSimplifications().map((simpler) => simpler(scenario)),
    ];
    await inTurn(search, smaller.length, (i) => {
      const other = smaller[i];
      return other === undefined ? undefined : { scenario: { ...other, seed }, edits: {} };
    });
  }
}

/** Holds an event back until the run is over: it did not happen, and nothing that it would have caused does. */
function holdBack(search: Search): Promise<void> {
  if (!search.finishing || search.best.size.steps > HOLD_STEPS_MAX) return Promise.resolve();
  const us = longerThan(search.best.size.virtualUs);
  return reduce(
    () => search.delays(),
    (parts) => search.first(each(parts, (names) => holdingBack(search.best.candidate, names, us))),
  );
}

/** Decisions that are calm by themselves by now need no edit. */
function fewerEdits(search: Search): Promise<void> {
  const without = (names: readonly string[]): Candidate => {
    const { scenario, edits } = search.best.candidate;
    const left = Object.entries(edits).filter(([name]) => !names.includes(name));
    return { scenario, edits: Object.fromEntries(left) };
  };
  return reduce(
    () => Object.keys(search.best.candidate.edits),
    (parts) => search.first(each(parts, without)),
  );
}

/** Cheap and big ones first. */
export const PASSES: readonly Pass[] = [
  { name: 'patience', run: (search) => simplify(search, patience(search.livenessUsMin)) },
  { name: 'fault classes', run: (search) => simplify(search, faultSimplifications()) },
  { name: 'milder faults', run: (search) => untilNoneHelps(search, lessened) },
  {
    name: 'processes and operations',
    run: (search) => untilNoneHelps(search, (scenario) => fewer(scenario, search.system)),
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
  { name: 'what is held back', run: holdBack },
  { name: 'edits', run: fewerEdits },
  { name: 'smaller storms', run: smallerStorms },
];

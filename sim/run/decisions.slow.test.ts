import { describe, expect, it } from 'vitest';
import type { DecisionRecorder } from '../chance/decisions.ts';
import { decisionName, type Edits, type Site } from '../chance/site.ts';
import { faultClasses } from '../faults/registry.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { without } from '../scenario/swarm.ts';
import { fullStorm } from '../scenario/testing/full-storm.ts';
import { vsr } from '../systems/vsr.ts';
import { besideItself } from '../testing/beside-itself.ts';
import { Simulation } from './simulation.ts';

/** Several storms, as not every decision matters in each. */
const storms: Scenario[] = [
  {
    ...fullStorm,
    faults: { ...fullStorm.faults, 'sync-error': { ppm: 30_000 }, 'write-error': { ppm: 100_000 } },
  },
  { ...fullStorm, network: { ...fullStorm.network, strategy: 'pct' } },
  // files that may be damaged, as nothing else damages one; a core with a replica outside
  without(
    { ...fullStorm, replicas: 5, outsiders: ['dead', 'cut'] },
    'lost-write',
    'misdirected-write',
    'wipe',
  ),
  without(
    {
      ...fullStorm,
      faults: { ...fullStorm.faults, 'misdirected-write': { ppm: 200_000 }, 'lost-write': { ppm: 100 } },
    },
    'late',
    'slow-link',
    'absence',
  ),
  { ...without(fullStorm, 'crash', 'blackout', 'pause'), outsiders: ['dead'] },
  // no disk is damaged, so that only its order decides which replicas are in the core
  without({ ...fullStorm, replicas: 5 }, 'lost-write', 'misdirected-write', 'rot', 'wipe', 'unsynced'),
  { ...fullStorm, faults: { upgrade: { everyUs: 5_000, rollbackPpm: 400_000, clientsPpm: 500_000 } } },
];

const system = besideItself(vsr);

const STORMS = storms.map((storm, i) => ({
  ...storm,
  seed: `every site ${i}`,
  operations: 15,
  safetyUs: 1_000_000,
}));

interface Taken {
  /** Decisions by name, with their sites. */
  readonly values: ReadonlyMap<string, readonly [site: Site, value: number]>;
  readonly end: string;
}

function run(scenario: Scenario, edits: Edits = {}): Taken {
  const values = new Map<string, readonly [Site, number]>();
  const recorder: DecisionRecorder = {
    decided: (site, entity, index, value) =>
      void values.set(decisionName(site, entity, index), [site, value]),
  };
  const simulation = Simulation.create(system, scenario, { edits, recorder });
  while (simulation.step() === undefined);
  // Wall clocks that no process reads are part of the state, but of no step.
  return { values, end: `${simulation.world.hash} ${simulation.stateHash()}` };
}

/** Edits of a site's decisions, spread out, that may change the run. */
function editsOf({ values }: Taken, name: string): Edits[] {
  const [kind, meaning] = DECLARED.get(name) ?? [];
  const forced =
    kind === 'process' && meaning === 'fault'
      ? Array.from({ length: TRIES }, (_, i): Edits => ({ [`${name} ${i % 3} #${i * i}`]: 1 }))
      : [];
  const own = [...values].filter(([, [site]]) => site.name === name);
  const every = Math.max(1, Math.floor(own.length / TRIES));
  const changed = own
    .filter((_, i) => i % every === 0)
    .slice(0, TRIES)
    .map(([decision, [site, value]], i) => ({
      [decision]:
        site.meaning !== 'pace' && value === 1 ? 0 : ([Math.floor(value / 3), 0, 1, 2 ** 31][i % 4] ?? 0),
    }));
  return [...changed, ...forced];
}

const DECLARED = new Map(faultClasses().flatMap(({ sites }) => Object.entries(sites)));

/** Edits tried per site in one storm. */
const TRIES = 8;

/** Draws with bounds chosen by the caller. */
const DEPENDENT = /^(process|operation-draw) /;

describe('every site of decisions', () => {
  const bases = STORMS.map((storm) => run(storm));
  const swizzled = ['swizzle', 'swizzle-start', 'swizzle-length']; // instead of single links
  const names = [
    ...faultClasses().flatMap(({ sites }) => Object.keys(sites)),
    ...['delay', 'disk-delay', 'process', 'downtime', 'operation', 'operation-draw', 'think', 'core-order'],
    ...['priority', 'priority-change', 'outsider'],
  ].filter((name) => !swizzled.includes(name));

  it.each(names)('should change a run when %s is edited, and no other draw', (name) => {
    for (const [i, storm] of STORMS.entries()) {
      const base = bases[i] as Taken; // one for each
      for (const edits of editsOf(base, name)) {
        const edited = run(storm, edits);
        for (const [other, [, value]] of edited.values) {
          if (other in edits || DEPENDENT.test(other)) continue;
          if (name.startsWith('priority') && other.startsWith('delay ')) continue; // derived from them
          const before = base.values.get(other);
          // The run takes another course, so other decisions come up; those that come up in both have the same value.
          if (before !== undefined) expect([other, value]).toEqual([other, before[1]]);
        }
        if (edited.end !== base.end) return;
      }
    }
    expect(name).toBe('a site whose edits change a run');
  });
});

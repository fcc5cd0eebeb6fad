import { describe, expect, it } from 'vitest';
import { mutantNamed } from '../../mutants/catalogue-of.ts';
import { mutatedRegistry } from '../../mutants/mutated-registry.ts';
import { simulate } from '../../run/run.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { LONG } from '../../testing/long.ts';
import { CheckRun } from '../check-run.ts';
import type { CheckSystem } from '../model/check-system.ts';
import type { Configuration } from '../model/configuration.ts';
import type { CheckTemplate, Size } from '../model/template.ts';
import { Space } from '../parts/space.ts';
import type { PropertyResult } from '../result/result.ts';
import { RandomWalks } from '../search/random-walks.ts';
import { fromSystem } from '../systems/from-system.ts';
import { KNOWN_HINTS } from '../systems/known.ts';
import { reenact } from './reenact.ts';

type Variant = readonly [size: Partial<Size>, change: Partial<Configuration>];

const view = (others: Configuration['timers'] = {}): Partial<Configuration> => ({
  timers: { view: 1, ...others },
});
const ONE: Partial<Size> = { clients: 1 };

/** Variants in which each register mutant is looked for: only the first of them in the short form. */
const REGISTER: readonly Variant[] = [
  [{}, {}],
  [{}, { network: 'set' }],
  [{}, { network: 'links' }],
  [{}, { calls: 'at-once' }],
  [{}, { disk: 'steps' }],
  [{ clients: 3, operations: 1 }, {}],
  [
    { clients: 1, operations: 3 },
    { crash: 1, timers: { 'give-up': 1 } },
  ],
  [{ replicas: 2, clients: 3 }, {}],
  [{}, { duplicate: 1, timers: { retry: 1 } }],
];
const LOG: readonly Variant[] = [
  [ONE, view()],
  [ONE, view({ retry: 1 })],
  [ONE, { ...view(), calls: 'at-once' }],
  [{}, view()],
  [ONE, { ...view(), network: 'set' }],
  [ONE, { ...view(), disk: 'steps' }],
  [ONE, view({ resend: 1 })],
  [ONE, { ...view(), duplicate: 1 }],
];
/** All faults at once, for random walks. */
const STORM: Variant = [
  { operations: 2 },
  { crash: 1, duplicate: 2, tear: true, timers: { view: 2, retry: 2, resend: 2 } },
];
const CALLS: Variant = [{}, { duplicate: 1, timers: { retry: 1, resend: 1 } }];

interface Row {
  readonly mutant: string;
  readonly system: string;
  readonly variants: readonly Variant[];
  /** The configuration for random walks, if the variants do not find it. */
  readonly walks: Variant;
}

const ROWS: readonly Row[] = [
  { mutant: 'A01', system: 'abd', variants: REGISTER, walks: CALLS },
  { mutant: 'A02', system: 'abd', variants: REGISTER, walks: CALLS },
  { mutant: 'A03', system: 'abd', variants: REGISTER, walks: CALLS },
  { mutant: 'A04', system: 'abd', variants: REGISTER.slice(7), walks: [{ replicas: 2, clients: 3 }, {}] },
  {
    mutant: 'A06',
    system: 'abd',
    variants: REGISTER.slice(6),
    walks: [
      { clients: 1, operations: 3 },
      { crash: 1, timers: { 'give-up': 1 } },
    ],
  },
  { mutant: 'V01', system: 'vsr', variants: LOG, walks: [ONE, view({ retry: 1 })] },
  { mutant: 'V11', system: 'vsr', variants: LOG, walks: [ONE, view({ retry: 1 })] },
  { mutant: 'V07', system: 'vsr', variants: LOG.slice(1, 2), walks: STORM },
  { mutant: 'V06', system: 'vsr', variants: [], walks: STORM },
  { mutant: 'V10', system: 'vsr', variants: [], walks: STORM },
];

/** The others are slower. */
const SHORT = ['A01', 'A06', 'V01', 'V07'];
const WANTED = LONG ? 10 : 1;
const STATES_MAX = 60_000;
const WALKS_MAX = LONG ? 3_000 : 300;

interface Found {
  readonly system: CheckSystem;
  readonly configuration: Configuration;
  readonly broken: PropertyResult;
}

describe('a counterexample', () => {
  it.each(ROWS.filter(({ mutant }) => LONG || SHORT.includes(mutant)))(
    'should be a run of the simulator that breaks the same property: $mutant',
    async (row) => {
      const template = await mutated(row);
      const seen = new Set<string>();
      const others: string[] = [];
      for (const { system, configuration, broken } of counterexamples(row, template)) {
        const key = (broken.path?.steps ?? [])
          .map(({ kind, process, envelope }) => `${kind} ${process} ${envelope?.from}`)
          .join();
        if (seen.has(key)) continue;
        seen.add(key);
        const enacted = reenact(system, configuration, broken);
        if (enacted.kind === 'impossible') others.push(enacted.reason);
        else if (system.origin !== undefined) {
          const { breach } = simulate(system.origin.system, enacted.scenario, { edits: enacted.edits });
          expect(breach?.name.slice(0, 9)).toBe(broken.name.slice(0, 9)); // linearizable, linearizability
        }
        if (seen.size === WANTED) break;
      }
      expect(seen.size).toBe(WANTED);
      expect(others.length, others.join('; ')).toBeLessThanOrEqual(LONG ? 2 : 0);
    },
  );
});

async function mutated({ mutant, system }: Row): Promise<CheckTemplate> {
  const registry = await mutatedRegistry({ systems, defaultSystem }, mutant, undefined);
  const hints = KNOWN_HINTS.get(system) ?? {};
  const known = registry.systems.get(system);
  if (known === undefined) throw new Error(`no system ${system}`);
  const settings = { ...hints.settings, ...mutantNamed(mutant, undefined).scenario?.settings };
  return fromSystem(known, { ...hints, settings: settings as NonNullable<typeof hints.settings> }); // only present values are set
}

function* counterexamples({ variants, walks }: Row, template: CheckTemplate): Generator<Found> {
  const built = ([size, change]: Variant): Omit<Found, 'broken'> => ({
    system: template.build({ ...template.size, ...size }),
    configuration: { ...template.configuration, ...change },
  });
  for (const variant of variants) {
    const { configuration, system } = built(variant);
    const run = new CheckRun(system, configuration, { statesMax: STATES_MAX });
    while (run.advance(1 << 14));
    const broken = run.result().properties.find(({ verdict }) => verdict === 'violated');
    if (broken !== undefined) yield { system, configuration, broken };
  }
  const { configuration, system } = built(walks);
  for (let seed = 1; seed < 100; seed++) {
    const random = new RandomWalks(new Space(system, configuration), `${seed}`);
    while (!random.violated && random.walks < WALKS_MAX) random.walk();
    for (const [name, path] of random.found) {
      if (system.properties.find((property) => property.name === name)?.kind === 'sometimes') continue;
      yield { system, configuration, broken: { name, kind: 'always', verdict: 'violated', path } };
    }
  }
}

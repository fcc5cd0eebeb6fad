import { CheckRun } from '../sim/check/check-run.ts';
import type { CheckSystem } from '../sim/check/model/check-system.ts';
import type { Configuration } from '../sim/check/model/configuration.ts';
import type { CheckTemplate, Size } from '../sim/check/model/template.ts';
import { Space } from '../sim/check/parts/space.ts';
import type { PropertyResult } from '../sim/check/result/result.ts';
import { RandomWalks } from '../sim/check/search/random-walks.ts';
import { fromSystem } from '../sim/check/systems/from-system.ts';
import { KNOWN_HINTS } from '../sim/check/systems/known.ts';
import { reenact } from '../sim/check/tank/reenact.ts';
import { mutantNamed } from '../sim/mutants/catalogue-of.ts';
import { mutatedRegistry } from '../sim/mutants/mutated-registry.ts';
import { simulate } from '../sim/run/run.ts';
import { defaultSystem, systems } from '../sim/systems/index.ts';

// Counterexamples of the checker, as runs of the simulator: different ones of ten mutants, from the search in several configurations, from
// beams of several seeds, and from random walks.

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

export interface Row {
  readonly mutant: string;
  readonly system: string;
  readonly variants: readonly Variant[];
  /** The configuration for random walks, if the variants do not find it. */
  readonly walks: Variant;
}

export const ROWS: readonly Row[] = [
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
  { mutant: 'V04', system: 'vsr', variants: LOG, walks: [ONE, view({ retry: 1 })] },
  { mutant: 'V21', system: 'vsr', variants: LOG, walks: [ONE, view({ retry: 1 })] },
];

const BEAM_STATES = 500;
const SEEDS = 60;

/** One counterexample, and what became of it. */
export interface Converted {
  readonly mutant: string;
  readonly property: string;
  readonly steps: number;
  readonly source: string;
  /** Why the simulator does not break the same property; undefined if it does. */
  readonly failure?: string;
}

interface Found {
  readonly system: CheckSystem;
  readonly configuration: Configuration;
  readonly broken: PropertyResult;
  readonly source: string;
}

/** Up to so many different counterexamples of a mutant. */
export async function converted(row: Row, wanted: number, effort: Effort): Promise<readonly Converted[]> {
  const seen = new Set<string>();
  const all: Converted[] = [];
  for (const found of counterexamples(row, await mutated(row), effort)) {
    const { path, name } = found.broken;
    const key = (path?.steps ?? [])
      .map(({ kind, process, envelope, timer }) => `${kind} ${process} ${envelope?.from} ${timer}`)
      .join();
    if (seen.has(key)) continue;
    seen.add(key);
    const failure = failureOf(found);
    const facts = {
      mutant: row.mutant,
      property: name,
      steps: path?.steps.length ?? 0,
      source: found.source,
    };
    all.push({ ...facts, ...(failure === undefined ? {} : { failure }) });
    if (all.length === wanted) break;
  }
  return all;
}

function failureOf({ broken, configuration, system }: Found): string | undefined {
  const enacted = reenact(system, configuration, broken);
  if (enacted.kind === 'impossible') return enacted.reason;
  if (system.origin === undefined) return 'the simulator does not know the system';
  // Once more from its file alone, so to say.
  const { violation } = simulate(system.origin.system, enacted.scenario, { edits: enacted.edits });
  const isSame = violation !== undefined && violation.name.slice(0, 9) === broken.name.slice(0, 9); // linearizable, linearizability
  return isSame ? undefined : `the simulator breaks ${violation?.name ?? 'nothing'}`;
}

async function mutated({ mutant, system }: Row): Promise<CheckTemplate> {
  const registry = await mutatedRegistry({ systems, defaultSystem }, mutant, undefined);
  const hints = KNOWN_HINTS.get(system) ?? {};
  const known = registry.systems.get(system);
  if (known === undefined) throw new Error(`no system ${system}`);
  const settings = { ...hints.settings, ...mutantNamed(mutant, undefined).scenario?.settings };
  return fromSystem(known, { ...hints, settings: settings as NonNullable<typeof hints.settings> }); // only present values are set
}

/** How far each search goes. */
export interface Effort {
  readonly statesMax: number;
  readonly walksMax: number;
}

function* counterexamples(
  { variants, walks }: Row,
  template: CheckTemplate,
  { statesMax, walksMax }: Effort,
): Generator<Found> {
  const built = ([size, change]: Variant): Pick<Found, 'system' | 'configuration'> => ({
    system: judgedAlike(template.build({ ...template.size, ...size })),
    configuration: { ...template.configuration, ...change },
  });
  for (const variant of variants) {
    const broken = searched(built(variant), { statesMax });
    if (broken !== undefined)
      yield { ...built(variant), broken, source: `search in ${JSON.stringify(variant)}` };
  }
  const { configuration, system } = built(walks);
  for (let seed = 1; seed < SEEDS; seed++) {
    for (const variant of [walks, ...variants].slice(0, 3)) {
      const broken = searched(built(variant), { statesMax, beam: { states: BEAM_STATES, seed: `${seed}` } });
      if (broken !== undefined)
        yield { ...built(variant), broken, source: `beam ${seed} in ${JSON.stringify(variant)}` };
    }
    const random = new RandomWalks(new Space(system, configuration), `${seed}`);
    while (!random.violated && random.walks < walksMax) random.walk();
    for (const [name, path] of random.found) {
      if (system.properties.find((property) => property.name === name)?.kind === 'sometimes') continue;
      const broken: PropertyResult = { name, kind: 'always', verdict: 'violated', path };
      yield { system, configuration, broken, source: `walk ${seed}.${random.walks}` };
    }
  }
}

/** Without the properties that the simulator has no invariant for. */
function judgedAlike(system: CheckSystem): CheckSystem {
  if (system.origin === undefined) return system;
  const names = new Set(
    system.origin.system.build(system.origin.scenario).invariants.map(({ name }) => name),
  );
  return { ...system, properties: system.properties.filter(({ name }) => names.has(name)) };
}

function searched(
  { configuration, system }: Pick<Found, 'system' | 'configuration'>,
  options: ConstructorParameters<typeof CheckRun>[2],
): PropertyResult | undefined {
  const run = new CheckRun(system, configuration, options);
  while (run.advance(1 << 12));
  return run.result().properties.find(({ verdict }) => verdict === 'violated');
}

import { describe, expect, it } from 'vitest';
import { faultClasses } from '../faults/registry.ts';
import { STRATEGIES } from '../network/options.ts';
import { simulate } from '../run/run.ts';
import { vsr } from '../systems/vsr.ts';
import { besideItself } from '../testing/beside-itself.ts';
import type { Scenario } from './scenario.ts';
import { without } from './swarm.ts';
import { fullStorm } from './testing/full-storm.ts';

/** Shorter than it is elsewhere, as each knob takes a run or more; some matter too rarely for it, and need the whole one. */
const storm: Scenario = {
  ...fullStorm,
  operations: 24,
  safetyUs: 1_500_000,
  faults: {
    ...fullStorm.faults,
    upgrade: { everyUs: 250_000, rollbackPpm: 300_000, clientsPpm: 500_000 },
  },
};
const system = besideItself(vsr);

type Turned = readonly [name: string, scenario: Scenario];

const network = (values: Partial<Scenario['network']>): Turned[] =>
  Object.entries(values).map(([field, value]) => [
    `network.${field} = ${value}`,
    { ...storm, network: { ...storm.network, [field]: value } },
  ]);

/** One option of a class with another value: half of a number, the other boolean, the first of a list. */
function turnedOptions(name: string, options: object): Turned[] {
  return Object.entries(options).flatMap(([field, value]): Turned[] => {
    const other: unknown =
      typeof value === 'number'
        ? Math.max(1, Math.ceil(value / 4))
        : typeof value === 'boolean'
          ? !value
          : (value as unknown[]).slice(1);
    if (Array.isArray(other) && other.length === 0) return [];
    const turned = { ...options, [field]: other };
    return [
      [
        `${name}.${field} = ${JSON.stringify(other)}`,
        { ...storm, faults: { ...storm.faults, [name]: turned } },
      ],
    ];
  });
}

const KNOBS: readonly Turned[] = [
  ...network({ delayMinUs: 200, delayMeanUs: 4_000, delayShape: 'long-tail', fifo: true }),
  ...STRATEGIES.filter((strategy) => strategy !== 'uniform').flatMap((strategy) => network({ strategy })),
  ['disk.latencyMinUs', { ...storm, disk: { ...storm.disk, latencyMinUs: 500 } }],
  ['disk.latencyMeanUs', { ...storm, disk: { ...storm.disk, latencyMeanUs: 5_000 } }],
  ...faultClasses().map(({ name }): Turned => [`without ${name}`, without(storm, name)]),
  ...Object.entries(storm.faults).flatMap(([name, options]) => turnedOptions(name, options)),
  ['beyond', { ...storm, beyond: true }],
  ['restartUs', { ...storm, restartUs: 5_000 }],
  ['clientRestartUs', { ...storm, clientRestartUs: 200_000 }],
  ['replicas', { ...storm, replicas: 5 }],
  ['clients', { ...storm, clients: 4 }],
  ['operations', { ...storm, operations: 20 }],
  ['isolation', { ...storm, isolation: 'wire' }],
  ['thinkUs', { ...storm, thinkUs: 0 }],
  ['safetyUs', { ...storm, safetyUs: 500_000 }],
  ['outsiders', { ...storm, outsiders: [] }],
];

/** VSR asks no wall clock, must not notice how messages are kept apart, and clients of either version do the same. */
const UNSEEN = new Set([
  'isolation',
  'clock.offsetMaxUs = 250000',
  'clock.jumpMaxUs = 250000',
  'upgrade.clientsPpm = 125000',
]);

const SEEDS = ['knob a', 'knob b', 'knob g'];

/** The end of some storms: not every knob matters in each. Faults count, since some change no step. */
function ends(scenario: Scenario, seeds = SEEDS): unknown[] {
  return seeds.map((seed) => {
    const { verdict, hash } = simulate(system, { ...scenario, seed });
    // beyond the bound no progress can be asked for
    expect(['pass', ...(scenario.beyond ? ['excused'] : [])]).toContain(verdict);
    return hash;
  });
}

const whole = (scenario: Scenario): Scenario => ({
  ...scenario,
  operations: fullStorm.operations,
  safetyUs: fullStorm.safetyUs,
});

describe('every knob', () => {
  const base = ends(storm);

  it('should be in the storm, if it is a class of faults', () => {
    expect(Object.keys(storm.faults).sort()).toEqual(
      faultClasses()
        .map(({ name }) => name)
        .sort(),
    );
  });

  for (const [name, scenario] of KNOBS) {
    it(`should ${UNSEEN.has(name) ? 'change nothing' : 'change the run'}: ${name}`, () => {
      if (UNSEEN.has(name)) expect(ends(scenario)).toEqual(base);
      else
        expect(
          SEEDS.some((seed, i) => ends(scenario, [seed])[0] !== base[i]) ||
            SEEDS.some((seed) => ends(whole(scenario), [seed])[0] !== ends(whole(storm), [seed])[0]),
        ).toBe(true);
    });
  }
});

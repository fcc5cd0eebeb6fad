import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { overridesSchema } from '../../mutants/mutant.ts';
import { mergeScenario } from '../../scenario/overrides.ts';
import { type Scenario, scenarioSchema } from '../../scenario/scenario.ts';
import type { Candidate } from '../candidate.ts';

const FOLDER = path.join(import.meta.dirname, '..', 'hand-made');

const schema = z.strictObject({
  mutant: z.string(),
  fingerprint: z.string(),
  /** Decides what clients ask for, and jitter; `by hand` when it does not matter. */
  seed: z.string().default('by hand'),
  /** Where it is not still water. */
  scenario: overridesSchema,
  edits: z.record(z.string(), z.number().int()),
  messages: z.number().int(),
  steps: z.number().int(),
  faults: z.number().int(),
  /** The events, in order. */
  events: z.array(z.string()),
  /** Why nothing of it can be left out. */
  why: z.string(),
});

/** A run that a person has made for a mutant, as small as they could. */
export type HandMade = z.infer<typeof schema>;

/** Nothing goes wrong by itself: messages take 100 µs, the disk 10 µs, and timers go off after seconds. */
const STILL_WATER: Scenario = scenarioSchema.parse({
  version: 2,
  seed: 'by hand',
  system: 'vsr',
  replicas: 1,
  clients: 1,
  operations: 1,
  isolation: 'shared',
  network: {
    delayMinUs: 100,
    delayMeanUs: 0,
    delayShape: 'fixed',
    strategy: 'uniform',
    fifo: false,
  },
  disk: { latencyMinUs: 10, latencyMeanUs: 0 },
  faults: {},
  beyond: false,
  forgetful: false,
  restartUs: 0,
  clientRestartUs: 0,
  thinkUs: 0,
  safetyUs: 60_000_000,
  outsiders: [],
  livenessUs: 600_000_000,
  stepsMax: 10_000,
  settings: {},
});

const SETTINGS: Readonly<Record<string, Scenario['settings']>> = {
  vsr: {
    service: 'kv',
    keys: 1,
    preVote: false,
    pipelineMax: 8,
    sessionsMax: 8,
    heartbeatUs: 5_000_000,
    resendUs: 40_000_000,
    viewTimeoutUs: 10_000_000,
    viewTimeoutMaxUs: 10_000_000,
    abdicateUs: 40_000_000,
    retryUs: 60_000_000,
    retryMaxUs: 60_000_000,
    giveUpUs: 0,
  },
  abd: { resendUs: 10_000_000, retryUs: 10_000_000, giveUpUs: 100_000_000 },
};

/** All of them, by mutant. */
export function handMade(): HandMade[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => {
    const value: unknown = JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8'));
    return schema.parse(value);
  });
}

/** The whole scenario. */
export function candidateOf({
  seed,
  scenario,
  edits,
}: Pick<HandMade, 'seed' | 'scenario' | 'edits'>): Candidate {
  const { system = STILL_WATER.system } = scenario;
  const water = { ...STILL_WATER, seed, settings: SETTINGS[system] ?? {} };
  return { scenario: mergeScenario(water, scenario), edits };
}

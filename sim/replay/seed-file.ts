import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { BadInput } from '../input/bad-input.ts';
import { checked, codeOf, readJson } from '../input/json-file.ts';
import { scenarioSchema } from '../scenario/scenario.ts';

const seedFileSchema = z.strictObject({
  version: z.literal(1),
  system: z.string().min(1),
  /** The whole scenario: what a seed draws changes with the swarm, a regression must not. */
  scenario: scenarioSchema,
  edits: z.record(z.string(), z.number().int()),
  /** `fail`: with this mutant in the code, the fingerprint must come back. */
  must: z.enum(['pass', 'fail']),
  mutant: z.string().optional(),
  fingerprint: z.string().optional(),
  /** Situations that make this entry worth keeping. One that is not reached any more is stale. */
  probes: z.array(z.string()),
  found: z.string(),
  fixed: z.string().optional(),
  note: z.string().min(1),
});

/** A run that must go well, or must fail, for ever. */
export type SeedFile = z.infer<typeof seedFileSchema>;

/** All regressions of a folder, by file name. @throws BadInput */
export function readSeedFiles(folder: string): ReadonlyMap<string, SeedFile> {
  const names = namesIn(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return new Map(names.map((name) => [name, readSeedFile(path.join(folder, name))]));
}

function readSeedFile(file: string): SeedFile {
  const seed = checked(seedFileSchema, readJson(file), file);
  const { must, mutant, fingerprint } = seed;
  if (must === 'fail' && (mutant === undefined || fingerprint === undefined))
    throw new BadInput(`${file}: what must fail needs a mutant and a fingerprint`);
  return seed;
}

/** @throws BadInput */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new BadInput(`${folder} cannot be read (${codeOf(error)})`);
  }
}

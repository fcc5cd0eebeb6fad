import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
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

/** A file that is no regression; the message names it and says why. */
export class SeedFileError extends Error {}

/** All regressions of a folder, by file name. @throws SeedFileError */
export function readSeedFiles(folder: string): ReadonlyMap<string, SeedFile> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return new Map(names.map((name) => [name, readSeedFile(path.join(folder, name))]));
}

function readSeedFile(file: string): SeedFile {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new SeedFileError(`${file} is not JSON`);
  }
  const result = seedFileSchema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new SeedFileError(
      `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a regression'}`,
    );
  }
  const { must, mutant, fingerprint } = result.data;
  if (must === 'fail' && (mutant === undefined || fingerprint === undefined))
    throw new SeedFileError(`${file}: what must fail needs a mutant and a fingerprint`);
  return result.data;
}

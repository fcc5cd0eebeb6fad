import { createHash } from 'node:crypto';
import * as z from 'zod';
import { wavetankVersion } from '../files/repository.ts';
import { writeAtomically } from '../files/write.ts';
import { BadInput } from '../input/bad-input.ts';
import { checked, readJson } from '../input/json-file.ts';
import { scenarioSchema } from '../scenario/scenario.ts';

/** Raised when what a file says changes its meaning. 2: versions, the recorded run, a sum over all of it. */
export const FAILURE_VERSION = 2;

const failureSchema = z.strictObject({
  version: z.literal(FAILURE_VERSION),
  system: z.string().min(1),
  seed: z.string().min(1).max(64),
  scenario: scenarioSchema,
  edits: z.record(z.string(), z.number().int()),
  /** The known bug that was in the code, and the catalogue it came from when that was not our own. */
  mutant: z.string().optional(),
  catalogue: z.string().optional(),
  verdict: z.enum(['violation', 'budget', 'error', 'hang', 'crash', 'nondeterminism']),
  fingerprint: z.string(),
  invariant: z.string().nullable(),
  title: z.string(),
  facts: z.array(z.string()),
  step: z.number().int().min(0),
  /** Trace hash at the end; null when the run did not come to one. */
  hash: z.string().nullable(),
  /** The commit of the code that failed; null where there was no git. */
  commit: z.string().nullable(),
  node: z.string(),
  /** Digest of the programs that ran, when they were programs. */
  code: z.string().optional(),
  /** The run, step by step, deflated, as base64; null when it did not come to an end. */
  tape: z.string().nullable(),
});

/** Fields that are added when a failure is written to a file. */
const fileSchema = failureSchema.extend({
  wavetank: z.string(),
  /** Over everything else, so that a file that somebody has edited is not taken for a run that happened. */
  sum: z.string(),
});

/** A failure as a file: everything that is needed to see it again. */
export type Failure = z.infer<typeof failureSchema>;

/** A failure out of a file, with the version of wavetank that wrote it. */
export type WrittenFailure = Failure & { readonly wavetank: string };

/** @throws BadInput */
export function readFailure(file: string): WrittenFailure {
  const value = readJson(file);
  const version =
    typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (version !== FAILURE_VERSION) {
    throw new BadInput(
      version === undefined
        ? `${file} is no failure file: it has no version`
        : `${file} has version ${JSON.stringify(version)}; this program reads failure files of version ${FAILURE_VERSION}`,
    );
  }
  const { sum, ...failure } = checked(fileSchema, value, file);
  if (sum !== sumOf(value))
    throw new BadInput(
      `${file} was edited after it was written: its sum is ${sumOf(value)} and not ${sum}; use --edit, --set or --scenario instead`,
    );
  return failure;
}

/** Writes a failure to a file, whole or not at all, so that `sim`, `replay`, `report` and `shrink` take it. */
export function writeFailure(file: string, failure: Failure): void {
  const value = { ...failure, wavetank: wavetankVersion() };
  writeAtomically(file, `${JSON.stringify({ ...value, sum: sumOf(value) }, null, 2)}\n`);
}

/** Of everything but the sum itself, in whatever order the fields are. */
function sumOf(value: unknown): string {
  const { sum: _, ...rest } = value as { sum?: unknown }; // an object, as the schema has seen
  return createHash('sha256')
    .update(JSON.stringify(ordered(rest)))
    .digest('hex')
    .slice(0, 16);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, field]) => [name, ordered(field)]));
}

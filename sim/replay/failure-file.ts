import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { scenarioSchema } from '../scenario/scenario.ts';

/** Raised when what a file says changes its meaning. */
export const FAILURE_VERSION = 1;

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
});

/** A failure as a file: everything that is needed to see it again. */
export type Failure = z.infer<typeof failureSchema>;

/** A file that is no failure, or not one of ours; the message says why, in one sentence. */
export class FailureFileError extends Error {}

/** @throws FailureFileError */
export function readFailure(file: string): Failure {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new FailureFileError(
      `${file} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`}`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FailureFileError(`${file} is not JSON; it was cut or is no failure file`);
  }
  const version =
    typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (version !== FAILURE_VERSION) {
    throw new FailureFileError(
      `${file} has version ${JSON.stringify(version)}; this program reads failure files of version ${FAILURE_VERSION}`,
    );
  }
  const result = failureSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new FailureFileError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a failure'}`);
}

export const writeFailure = (file: string, failure: Failure): void =>
  writeAtomically(file, `${JSON.stringify(failure, null, 2)}\n`);

/** The file has the old text or the new one, whatever happens in between. */
export function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = openSync(temporary, 'wx');
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
    syncFolder(path.dirname(file));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Without it a loss of power may undo the renaming. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

import { commitText } from '../files/commit.ts';
import { FAILURE_VERSION, type Failure } from '../replay/failure-file.ts';
import { packed, taped } from '../replay/tape.ts';
import type { System } from '../scenario/system.ts';
import type { Failing } from './oracle.ts';

/** Code that a run failed with: a mutant, and its catalogue if not the built-in one. */
export interface Bug {
  readonly mutant?: string | undefined;
  readonly catalogue?: string | undefined;
}

/** Converts a failing run to failure-file form. */
export function failureOfRun(
  system: System,
  { candidate, violation, result }: Pick<Failing, 'candidate' | 'violation' | 'result'>,
  { mutant, catalogue }: Bug,
): Failure {
  const { scenario, edits } = candidate;
  return {
    version: FAILURE_VERSION,
    system: scenario.system,
    seed: scenario.seed,
    scenario,
    edits,
    ...(mutant === undefined ? {} : { mutant }),
    ...(catalogue === undefined ? {} : { catalogue }),
    verdict: 'violation',
    fingerprint: violation.fingerprint,
    invariant: violation.invariant,
    title: violation.title,
    facts: [...violation.facts],
    step: violation.step,
    hash: result.hash,
    commit: commitText() ?? null,
    node: process.version,
    ...(system.code === undefined ? {} : { code: system.code() }),
    tape: packed(taped(system, scenario, edits)),
  };
}

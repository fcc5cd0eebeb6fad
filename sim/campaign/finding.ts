import { FAILURE_VERSION, type Failure } from '../replay/failure-file.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FuzzAnswer } from './task.ts';

/** Identity of a campaign's code, for its failure files. */
export interface Origin {
  readonly commit: string | null;
  readonly mutant?: string;
  readonly catalogue?: string;
}

/** Failure of a run; undefined when it passed. */
export function failureOf(answer: FuzzAnswer, scenario: Scenario, origin: Origin): Failure | undefined {
  const common = {
    version: FAILURE_VERSION,
    system: scenario.system,
    seed: scenario.seed,
    scenario,
    edits: {},
    ...(origin.mutant === undefined ? {} : { mutant: origin.mutant }),
    ...(origin.catalogue === undefined ? {} : { catalogue: origin.catalogue }),
    invariant: null,
    facts: [],
    step: 0,
    hash: null,
    commit: origin.commit,
    node: process.version,
    tape: null,
  } as const;
  if (answer.type === 'hang') {
    return { ...common, facts: [], verdict: 'hang', fingerprint: 'hang', title: HANG };
  }
  if (answer.type === 'crash') {
    const title = firstLine(answer.reason);
    return { ...common, facts: [], verdict: 'crash', fingerprint: `crash ${shape(title)}`, title };
  }
  const { verdict, violation, hash, steps, reason, nondeterminism } = answer.run;
  const { code } = answer.run;
  const ran = {
    ...common,
    ...(code === undefined ? {} : { code }),
    facts: [],
    hash,
    step: steps,
    tape: answer.run.tape ?? null,
  };
  if (nondeterminism !== undefined) {
    const title = `not the same in every run: ${nondeterminism}`;
    return {
      ...ran,
      verdict: 'nondeterminism',
      fingerprint: `nondeterminism ${shape(nondeterminism)}`,
      title,
    };
  }
  if (violation !== undefined) {
    const { invariant, title, facts, fingerprint, step } = violation;
    return { ...ran, verdict: 'violation', invariant, title, facts: [...facts], fingerprint, step };
  }
  if (verdict === 'budget' || verdict === 'error') {
    const title = firstLine(reason ?? verdict);
    return { ...ran, verdict, fingerprint: `${verdict} ${shape(title)}`, title };
  }
  return undefined;
}

/** A hang cannot be interrupted from within its thread, so no details are known. */
const HANG = 'the run does not end: a handler never returns, or the run takes longer than --run-seconds';

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text;

/** Removes run-specific numbers and machine-specific folders from a text. */
export const shape = (text: string): string =>
  text
    .replaceAll(/(?:file:\/\/)?(?:\/[^\s/():]+)+\/(?=[^\s/():])/g, '')
    .replaceAll(/\d+/g, '#')
    .slice(0, 160);

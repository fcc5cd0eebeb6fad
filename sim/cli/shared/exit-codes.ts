import type { RunResult } from '../../run/result.ts';

/** Exit codes. */
export const ExitCode = {
  clean: 0,
  violation: 1,
  badInput: 2,
  nondeterminism: 3,
  budget: 4,
  harness: 5,
  /** A handler of a served process threw; its state was written to a file. */
  threw: 70,
  /** A served process stopped itself, for example after a disk error, and should be restarted. */
  stopped: 75,
  /** Ctrl-C, by shell convention. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export function exitCodeOf(result: RunResult): ExitCode {
  if (result.nondeterminism !== undefined) return ExitCode.nondeterminism;
  switch (result.verdict) {
    case 'pass':
    case 'excused':
      return ExitCode.clean;
    case 'violation':
      return ExitCode.violation;
    case 'budget':
      return ExitCode.budget;
    case 'error':
      return ExitCode.harness;
  }
}

/** Most severe first: a broken harness casts doubt on every other finding. */
const ALARMING: readonly ExitCode[] = [
  ExitCode.harness,
  ExitCode.nondeterminism,
  ExitCode.violation,
  ExitCode.budget,
];

/** Combined exit code of many runs. */
export const worstOf = (codes: ReadonlySet<ExitCode>): ExitCode =>
  ALARMING.find((code) => codes.has(code)) ?? ExitCode.clean;

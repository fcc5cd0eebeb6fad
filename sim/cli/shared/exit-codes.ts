import type { RunResult } from '../../run/result.ts';

/** Exit codes, for shells and scripts. */
export const ExitCode = {
  clean: 0,
  violation: 1,
  badInput: 2,
  nondeterminism: 3,
  budget: 4,
  harness: 5,
  /** A served process: a handler threw; its state is in a file. */
  threw: 70,
  /** A served process has stopped itself, for instance at an error of its disk: it is to be started again. */
  stopped: 75,
  /** Ctrl-C, as shells count it. */
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

/** Most alarming first: a harness that breaks makes every other finding doubtful. */
const ALARMING: readonly ExitCode[] = [
  ExitCode.harness,
  ExitCode.nondeterminism,
  ExitCode.violation,
  ExitCode.budget,
];

/** The exit code of many runs. */
export const worstOf = (codes: ReadonlySet<ExitCode>): ExitCode =>
  ALARMING.find((code) => codes.has(code)) ?? ExitCode.clean;

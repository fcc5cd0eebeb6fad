import type { Scenario } from '../../scenario/scenario.ts';
import type { ViolationReport } from '../../text/violation-block.ts';
import type { TimedRun } from './timed-run.ts';

/** One run as a machine reads it. */
export function runJson(
  { result, stepsPerSecond }: TimedRun,
  scenario: Scenario,
  violation: object | null,
  noEffect: readonly string[] = [],
): object {
  return {
    seed: scenario.seed,
    system: scenario.system,
    verdict: result.verdict,
    steps: result.steps,
    virtual_ms: result.virtualUs / 1000,
    hash: result.hash,
    scenario,
    operations: result.operations,
    faults: result.faults,
    probes: result.probes,
    violation,
    steps_per_s: stepsPerSecond,
    ...(result.reason === undefined ? {} : { reason: result.reason }),
    ...(result.nondeterminism === undefined ? {} : { nondeterminism: result.nondeterminism }),
    ...(result.cut === undefined ? {} : { cut: true }),
    ...(noEffect.length === 0 ? {} : { no_effect: noEffect }),
  };
}

export function violationJson({ violation, story, commit, again }: ViolationReport): object {
  return {
    invariant: violation.invariant,
    name: violation.name,
    statement: violation.statement,
    title: violation.title,
    step: violation.step,
    virtual_ms: violation.timeUs / 1000,
    process: violation.process,
    facts: violation.facts,
    fingerprint: violation.fingerprint,
    story: (story ?? []).map(({ step, timeUs, kind, process, text }) => ({
      step,
      virtual_ms: timeUs / 1000,
      kind,
      process,
      text,
    })),
    commit: commit ?? null,
    command: again,
  };
}

import type { Scenario } from '../../scenario/scenario.ts';
import type { ViolationReport } from '../../text/violation-block.ts';
import type { TimedRun } from './timed-run.ts';

/** One run as a machine reads it. */
export function runJson(
  { result, stepsPerSecond }: TimedRun,
  scenario: Scenario,
  violation: object | null,
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
  };
}

export function violationJson({ breach, story, commit, again }: ViolationReport): object {
  return {
    invariant: breach.invariant,
    name: breach.name,
    statement: breach.statement,
    title: breach.title,
    step: breach.step,
    virtual_ms: breach.timeUs / 1000,
    process: breach.process,
    facts: breach.facts,
    fingerprint: breach.fingerprint,
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

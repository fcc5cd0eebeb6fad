import type { DecisionRecorder } from '../chance/decisions.ts';
import { decisionName, type Meaning, type Site } from '../chance/site.ts';
import { faultClasses } from '../faults/registry.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import type { FoundViolation, RunResult } from '../run/result.ts';
import { simulate } from '../run/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import type { Candidate, Size } from './candidate.ts';
import { standsFor } from './same-failure.ts';

/** A candidate that fails as it should. */
export interface Failing {
  readonly candidate: Candidate;
  readonly size: Size;
  readonly violation: FoundViolation;
  readonly result: RunResult;
}

/** How a run went: the failure that is looked for, another one, or none. */
export type Judgement = Failing | { readonly slipped: FoundViolation } | undefined;

/** Runs a candidate up to `stepsMax` steps. It fails as it should when its fingerprint stands for the one, or when there is none to meet. */
export function judge(
  system: System,
  candidate: Candidate,
  fingerprint: string | undefined,
  stepsMax = Number.POSITIVE_INFINITY,
): Judgement {
  const { scenario, edits } = candidate;
  const counts: Record<Meaning, number> = { fault: 0, operation: 0, detail: 0, pace: 0 };
  const recorder: DecisionRecorder = {
    decided(site) {
      counts[site.meaning]++;
    },
  };
  const mail: AnyObserver = {
    initial: () => ({}),
    on: {
      deliver() {
        messages++;
      },
    },
  };
  let messages = 0;
  const result = simulate(system, scenario, { edits, recorder, observers: [mail], untilStep: stepsMax });
  const { violation } = result;
  if (violation === undefined) return undefined;
  if (fingerprint !== undefined && !standsFor(violation.fingerprint, fingerprint))
    return { slipped: violation };
  const size: Size = {
    steps: result.steps,
    messages,
    faults: counts.fault,
    operations: result.operations.called,
    clients: scenario.clients,
    replicas: scenario.replicas,
    virtualUs: result.virtualUs,
    details: counts.detail,
    edits: Object.keys(edits).length,
    drawn: drawnIn(scenario),
  };
  return { candidate, size, violation, result };
}

/** Names of the decisions of a run that are not calm, in the order in which they are taken. */
export function decisionsOf(system: System, candidate: Candidate, meaning: Meaning): string[] {
  const names = new Set<string>();
  const recorder: DecisionRecorder = {
    decided(site: Site, entity, index) {
      if (site.meaning === meaning) names.add(decisionName(site, entity, index));
    },
  };
  simulate(system, candidate.scenario, { edits: candidate.edits, recorder });
  return [...names];
}

function drawnIn(scenario: Scenario): number {
  const options: Readonly<Record<string, object | undefined>> = scenario.faults;
  let drawn = 0;
  for (const { name, parts } of faultClasses()) {
    const given = options[name];
    if (given !== undefined) drawn += parts?.(given) ?? 1;
  }
  return drawn;
}

import type { Edits } from '../../chance/site.ts';
import type { FoundViolation, RunResult } from '../../run/result.ts';
import { simulate } from '../../run/run.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { SystemRun } from '../../scenario/system.ts';
import { isAlike } from '../judge/alike.ts';
import type { CheckSystem, Origin } from '../model/check-system.ts';
import type { Configuration } from '../model/configuration.ts';
import { sameData } from '../parts/plain-data.ts';
import type { PropertyResult } from '../result/result.ts';
import { DRIFT_MAX_PPM, driftsFor } from './drifts.ts';
import { type Cast, enact } from './enactment.ts';
import { type Pace, pacesFor } from './paces.ts';
import { planOf } from './plan.ts';
import { Timetable } from './timetable.ts';

/** A counterexample reproduced as a run of the simulator. */
export type Reenacted =
  | {
      readonly kind: 'run';
      readonly scenario: Scenario;
      readonly edits: Edits;
      /** Clock drift required, in parts per million; 0 if exact clocks will do. */
      readonly driftPpm: number;
      /** The failure of the run. */
      readonly violation: FoundViolation;
      readonly result: RunResult;
    }
  | { readonly kind: 'impossible'; readonly reason: string };

/** Finds a run of the simulator that follows this path and fails in the same way. */
export function reenact(
  system: CheckSystem,
  configuration: Configuration,
  { name, path, loopFrom }: PropertyResult,
): Reenacted {
  const { origin } = system;
  if (path === undefined) return impossible('there is no path');
  if (loopFrom !== undefined)
    return impossible('it goes on for ever, and a run of the simulator comes to its end');
  if (system.snapshot !== undefined)
    return impossible('it begins in the middle of a run: what led there is not in it');
  if (origin === undefined)
    return impossible(`${system.name} is known to the checker only, and the simulator cannot run it`);
  const { clients, replicas } = system;
  const plan = planOf(path, replicas.length + clients.length, replicas.length);
  if (plan.impossible !== undefined) return impossible(plan.impossible);
  const script = system.operations.map((own) => own.map(plain));
  if (!sameData(script, system.operations))
    return impossible('operations hold what JSON has no word for, and a scenario is JSON');
  const scenario = calmScenario(origin, script);
  const run = origin.system.build(scenario);
  const invariant = run.invariants.find((each) => isAlike(each.name, name));
  if (invariant === undefined)
    return impossible(`the simulator has no invariant that is called ${name}: ${namesOf(run)}`);
  const judged = { ...scenario, judgedBy: [invariant.id] };
  const scenarios = pacesFor([...new Set(path.steps.flatMap(({ timer }) => timer ?? []))]).flatMap(
    (pace) => paced(origin, judged, pace) ?? [],
  );
  const cast = { system, configuration, plan };
  for (const { drifts, driftPpm } of driftsFor(path.steps, replicas.length + clients.length)) {
    for (const each of scenarios) {
      const edits = enacted({ ...cast, scenario: each, drifts }, invariant.id);
      if (edits === undefined) continue;
      // Run without a director: the edits alone must reproduce it.
      const result = simulate(origin.system, each, { edits });
      const { violation } = result;
      if (violation?.invariant !== invariant.id) continue;
      return driftPpm <= DRIFT_MAX_PPM
        ? { kind: 'run', scenario: each, edits, driftPpm, violation, result }
        : impossible(
            `its timers fire in an order that needs clocks which are wrong by ${driftPpm / 10_000} %`,
          );
    }
  }
  return impossible('the simulator was led along it, and went another way');
}

/** Follows the path, discovering when its timers fire. */
function enacted(cast: Cast, invariant: string): Edits | undefined {
  const times = new Timetable(cast.plan.steps.length);
  const waits = (step: number): boolean => cast.plan.steps[step]?.event?.type === 'timer';
  times.follow(waits);
  for (;;) {
    const before = times.known;
    const result = enact(cast, times);
    switch (result.kind) {
      case 'violation':
        return result.invariant === invariant ? result.edits : undefined;
      case 'nothing':
        return undefined;
      case 'timer':
        if (result.atUs === undefined || times.known === before) return undefined;
        times.follow(waits);
    }
  }
}

/** A scenario without faults or delays. */
const calmScenario = ({ scenario }: Origin, script: readonly (readonly unknown[])[]): Scenario => ({
  ...scenario,
  script: script.map((own) => [...own]),
  isolation: 'frozen',
  network: { delayMinUs: 0, delayMeanUs: 0, delayShape: 'fixed', strategy: 'uniform', fifo: false },
  disk: { latencyMinUs: 0, latencyMeanUs: 0 },
  thinkUs: 0,
  safetyUs: 3_600_000_000,
});

/** Sets the timers to these durations; undefined if the system does not accept such settings. */
function paced({ pace, system }: Origin, scenario: Scenario, durationUs: Pace): Scenario | undefined {
  const settings = { ...scenario.settings, ...pace?.(durationUs) };
  try {
    system.build({ ...scenario, settings });
    return { ...scenario, settings };
  } catch {
    return undefined;
  }
}

const namesOf = ({ invariants }: SystemRun): string => invariants.map(({ name }) => name).join(', ');

const impossible = (reason: string): Reenacted => ({ kind: 'impossible', reason });

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');

import type { Answer, Runner } from '../campaign/answer.ts';
import { patiently } from '../run/patiently.ts';
import type { Verdict } from '../run/result.ts';
import { simulate } from '../run/run.ts';
import { mergeScenario, type ScenarioOverrides } from '../scenario/overrides.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { blackBoxed } from './black-box.ts';

/** One run that a thread is asked for. */
export interface SeedTask {
  readonly seed: string;
  readonly system: string;
  readonly overrides: ScenarioOverrides;
  /** Only what a client or operator can see is checked. */
  readonly blackBox: boolean;
}

/** The part of a run's result that is kept. */
export interface SeedSummary {
  readonly verdict: Verdict;
  readonly hash: string;
  readonly steps: number;
  readonly ms: number;
  /** The first violation. */
  readonly violation?: { readonly invariant: string; readonly title: string; readonly fingerprint: string };
  readonly reason?: string;
}

/** How a run ended in its thread, and the time that it took there or was waited for. */
export type SeedAnswer = Answer<SeedSummary> & { readonly ms: number };

/** Runs seeds of one build. */
export type SeedRunner = Runner<SeedTask, SeedSummary>;

/** Has a seed run, for `msMax` at most. */
export async function timed(runner: SeedRunner, task: SeedTask, msMax?: number): Promise<SeedAnswer> {
  const beganMs = performance.now();
  const answer = await runner.run(task, msMax);
  return { ...answer, ms: answer.type === 'ran' ? answer.run.ms : performance.now() - beganMs };
}

/** The scenario that a seed draws, with fields replaced. */
export const scenarioWith = (seed: string, system: System, overrides: ScenarioOverrides): Scenario =>
  mergeScenario(drawScenario(seed, system), overrides);

export function runSeed(systems: ReadonlyMap<string, System>, task: SeedTask): SeedSummary {
  const system = systems.get(task.system);
  if (system === undefined) throw new Error(`there is no system ${task.system}`);
  const scenario = scenarioWith(task.seed, system, task.overrides);
  const beganMs = performance.now();
  const result = patiently(() => simulate(task.blackBox ? blackBoxed(system) : system, scenario));
  const { verdict, hash, steps, violation, reason } = result;
  return {
    verdict,
    hash,
    steps,
    ms: performance.now() - beganMs,
    ...(violation === undefined
      ? {}
      : {
          violation: {
            invariant: violation.invariant,
            title: violation.title,
            fingerprint: violation.fingerprint,
          },
        }),
    ...(reason === undefined ? {} : { reason }),
  };
}

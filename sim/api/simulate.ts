import type { Edits } from '../engine/decisions.ts';
import { type HiddenState, hiddenState } from '../misuse/hidden-state.ts';
import { hiddenStateLines } from '../report/hidden-state-lines.ts';
import { plain } from '../report/paint.ts';
import { type RunResult, simulate as simulateScenario } from '../run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../system.ts';
import { failureText } from './failure-text.ts';
import { type ScenarioOptions, scenarioOf } from './scenario-of.ts';

export interface SimulateOptions extends ScenarioOptions {
  /** 1 to 64 printable characters. */
  readonly seed: string | number;
  /** Looks for state outside the state objects too, which takes as long again. */
  readonly checkDeterminism?: boolean;
  /** The command that a failure says to run next; a call of this function when absent. */
  readonly again?: string;
}

/** One run, and all that is needed to make it again. */
export interface Run extends RunResult {
  readonly scenario: Scenario;
  readonly edits: Edits;
  /** No violation, no nondeterminism, and it came to an end. An excused run counts. */
  readonly passed: boolean;
  /** What broke, as the commands print it; undefined when it passed. */
  readonly failure?: string;
  /** A process keeps state where the tank does not see it. */
  readonly hidden?: HiddenState;
}

/**
 * Runs the storm that a seed stands for, with the system in it.
 * @throws Error in one sentence when seed and options make no scenario.
 */
export function simulate(system: System, options: SimulateOptions): Run {
  const { checkDeterminism = false, edits = {} } = options;
  const scenario = scenarioOf(system, String(options.seed), options);
  const again = options.again ?? `simulate(${system.name}, { seed: '${scenario.seed}' })`;
  const result = simulateScenario(system, scenario, { edits });
  const hidden =
    checkDeterminism && result.nondeterminism === undefined
      ? hiddenState(system, scenario, edits)
      : undefined;
  const failure =
    hidden === undefined
      ? failureText(system, scenario, edits, result, again)
      : hiddenStateLines(hidden, again, plain).join('\n');
  return {
    ...result,
    scenario,
    edits,
    passed: failure === undefined,
    ...(failure === undefined ? {} : { failure }),
    ...(hidden === undefined ? {} : { hidden }),
  };
}

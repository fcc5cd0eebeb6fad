import type { Edits } from '../chance/site.ts';
import { hiddenState } from '../determinism/hidden-state.ts';
import type { Misuse } from '../determinism/misuse.ts';
import type { RunResult } from '../run/result.ts';
import { simulate as simulateScenario } from '../run/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { misuseLines } from '../text/misuse-lines.ts';
import { plain } from '../text/paint.ts';
import { failureText } from './failure-text.ts';
import { type ScenarioOptions, scenarioOf } from './scenario-of.ts';

/** The seed, and what makes its scenario another one. */
export interface SimulateOptions extends ScenarioOptions {
  /** 1 to 64 printable characters. */
  readonly seed: string | number;
  /**
   * Looks first whether a process keeps state outside of its state object, or makes promises; takes as long as three runs.
   * When absent: for the first run of a system.
   */
  readonly checkDeterminism?: boolean;
  /** The command that a failure says shows it again; a call of this function when absent. */
  readonly again?: string;
  /** The command that a failure says makes it small; a call of `shrink` when absent. */
  readonly next?: string;
}

/** One run, and all that is needed to make it again. */
export interface Run extends RunResult {
  readonly scenario: Scenario;
  readonly edits: Edits;
  /** No violation, no nondeterminism, and it came to an end. An excused run counts. */
  readonly passed: boolean;
  /** The failure block, as the commands print it; undefined when the run passed. */
  readonly failure?: string;
  /** A process keeps state where the tank does not see it, or does not run to its end at once: the run is not the same again. */
  readonly misuse?: Misuse;
}

/** Systems that were looked through, with nothing found. */
const lookedThrough = new WeakSet<System>();

/**
 * Runs the storm that a seed stands for, with the system in it.
 * @throws Error in one sentence when seed and options make no scenario.
 */
export function simulate(system: System, options: SimulateOptions): Run {
  const { checkDeterminism = !lookedThrough.has(system), edits = {} } = options;
  // A rehearsal is a run too: what processes keep outside of their state must not be touched before it is looked for.
  const plain = scenarioOf({ ...system, vocabulary: undefined }, String(options.seed), options);
  const misuse = checkDeterminism ? hiddenState(system, plain, edits) : undefined;
  const scenario = misuse === undefined ? scenarioOf(system, String(options.seed), options) : plain;
  const call = callOf(options);
  const { again = call, next = `await shrink(system, ${call})` } = options;
  if (misuse !== undefined) return misused(system, scenario, edits, misuse, again);
  if (checkDeterminism) lookedThrough.add(system);
  const result = simulateScenario(system, scenario, { edits });
  const failure = failureText(system, scenario, edits, result, { again, next });
  return {
    ...result,
    scenario,
    edits,
    passed: failure === undefined,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** The call that makes the run again: `system` stands for the system; a scenario and edits are those of the run. */
function callOf({
  again: _,
  next: __,
  checkDeterminism: ___,
  scenario,
  edits,
  seed,
  ...rest
}: SimulateOptions): string {
  const fields = Object.entries({ seed: String(seed), ...rest }).filter(([, value]) => value !== undefined);
  const given = fields.map(([name, value]) => `${name}: ${literal(value)}`);
  const long = [
    ...(scenario === undefined ? [] : ['scenario: run.scenario']),
    ...(edits === undefined ? [] : ['edits: run.edits']),
  ];
  return `simulate(system, { ${[...given, ...long].join(', ')} })`;
}

const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll(/[\\']/g, '\\$&')}'` : JSON.stringify(value);

/** The run up to where the misuse showed: what comes after is not the same twice. */
function misused(system: System, scenario: Scenario, edits: Edits, misuse: Misuse, again: string): Run {
  const result = simulateScenario(system, scenario, { edits, untilStep: misuse.step });
  const failure = misuseLines(misuse, again, plain).join('\n');
  return {
    ...result,
    verdict: 'error',
    reason: misuse.what,
    scenario,
    edits,
    passed: false,
    failure,
    misuse,
  };
}

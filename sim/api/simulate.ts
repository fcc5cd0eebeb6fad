import type { Edits } from '../chance/site.ts';
import { hiddenState } from '../determinism/hidden-state.ts';
import type { Misuse } from '../determinism/misuse.ts';
import { firedRules } from '../faults/rules/fired-rules.ts';
import { patiently } from '../run/patiently.ts';
import type { RunResult } from '../run/result.ts';
import { finish, simulate as simulateScenario } from '../run/run.ts';
import { Simulation } from '../run/simulation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { misuseLines } from '../text/misuse-lines.ts';
import { type NoEffect, noEffectText, quietRules, unmetEdit } from '../text/no-effect.ts';
import { plain } from '../text/paint.ts';
import { failureText } from './failure-text.ts';
import { hasRules, type ScenarioOptions, scenarioOf } from './scenario-of.ts';

/** Seed, and changes to its scenario. */
export interface SimulateOptions extends ScenarioOptions {
  /** 1 to 64 printable characters. */
  readonly seed: string | number;
  /**
   * Checks first whether a process keeps state outside its state object, or creates promises; takes as long as three runs.
   * When absent, only the first run of a system is checked.
   */
  readonly checkDeterminism?: boolean;
  /** Command shown in a failure for reproducing it; a call of this function when absent. */
  readonly again?: string;
  /** Command shown in a failure for shrinking it; a call of `shrink` when absent. */
  readonly next?: string;
}

/** A run, with all that is needed to reproduce it. */
export interface Run extends RunResult {
  readonly scenario: Scenario;
  readonly edits: Edits;
  /** The run ended with no violation and no nondeterminism. Excused runs count as passed. */
  readonly passed: boolean;
  /**
   * Rules and edits of the options that never applied, one sentence each: otherwise a misspelt name would look like a storm
   * survived. Rules drawn by the seed are not listed.
   */
  readonly noEffect: readonly string[];
  /** Failure block as the commands print it; undefined when the run passed. */
  readonly failure?: string;
  /** A process keeps state that the tank cannot see, or defers work past its handler: the run is not reproducible. */
  readonly misuse?: Misuse;
}

/** Systems already checked for hidden state, with nothing found. */
const lookedThrough = new WeakSet<System>();

/**
 * Runs the system under the scenario drawn from a seed.
 * @throws Error with a one-sentence message when seed and options do not form a scenario.
 */
export function simulate(system: System, options: SimulateOptions): Run {
  return simulateSeed(system, options).run;
}

/** A run, and what had no effect in it. */
interface Simulated {
  readonly run: Run;
  readonly noEffect: readonly NoEffect[];
}

/** The same for those who compare what had no effect in several runs. */
export const simulateSeed = (system: System, options: SimulateOptions): Simulated =>
  patiently(() => simulated(system, options));

function simulated(system: System, options: SimulateOptions): Simulated {
  const { checkDeterminism = !lookedThrough.has(system), edits = {} } = options;
  // A rehearsal is also a run: it must not touch hidden state of the processes before the check for it.
  const plain = scenarioOf({ ...system, vocabulary: undefined }, String(options.seed), options);
  const misuse = checkDeterminism ? hiddenState(system, plain, edits) : undefined;
  const scenario = misuse === undefined ? scenarioOf(system, String(options.seed), options) : plain;
  const call = callOf(options);
  const { again = call, next = `await shrink(system, ${call})` } = options;
  if (misuse !== undefined) return { run: misused(system, scenario, edits, misuse, again), noEffect: [] };
  if (checkDeterminism) lookedThrough.add(system);
  const fired = new Map<number, number>();
  const ruled = hasRules(options);
  const observers = ruled ? [firedRules(fired)] : [];
  const simulation = Simulation.create(system, scenario, { edits, observers });
  const result = finish(simulation);
  const failure = failureText(system, scenario, edits, result, { again, next });
  const noEffect = [
    ...(ruled ? quietRules(system, scenario, fired, 1) : []),
    ...simulation.storm.decisions.unmet(Object.keys(edits)).map((name) => unmetEdit(`edit "${name}"`)),
  ];
  const run: Run = {
    ...result,
    scenario,
    edits,
    passed: failure === undefined,
    noEffect: noEffect.map(noEffectText),
    ...(failure === undefined ? {} : { failure }),
  };
  return { run, noEffect };
}

/** Call that reproduces the run: `system` stands for the system; scenario and edits are those of the run. */
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

/** The run up to the step where the misuse showed: later steps are not reproducible. */
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
    noEffect: [],
    failure,
    misuse,
  };
}

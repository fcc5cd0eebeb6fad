import type { Edits } from '../chance/site.ts';
import { taped } from '../replay/tape.ts';
import type { System } from '../scenario/system.ts';
import { type Candidate, calming } from './candidate.ts';
import { decisionsOf, type Failing, judge } from './oracle.ts';
import { type Budget, BudgetSpent, passes } from './search.ts';

/** Outcome of a run without one of its faults. */
export interface FaultRole {
  readonly name: string;
  /** `necessary`: the run passes without it. `other`: it fails differently. `idle`: it fails as before. */
  readonly role: 'necessary' | 'other' | 'idle';
}

/** Where a passing run diverges from the failing one. */
export interface Contrast {
  /** The initial difference: a decision set to calm, or the code. */
  readonly change: { readonly decision: string } | 'sound code';
  /** First step that differs. */
  readonly step: number;
  /** Text of the step in the failing run, and in the passing one. */
  readonly fails: string;
  readonly passes: string;
}

/** Explanation of a failing run. */
export interface Explanation {
  readonly faults: readonly FaultRole[];
  /** Of the passing runs that differ in one decision, the one that follows it the longest. */
  readonly nearest: Contrast | undefined;
  /** The same run with code without the bug, if known. */
  readonly sound: Contrast | undefined;
}

export interface ExplainOptions {
  /** The system without the bug. */
  readonly sound?: System | undefined;
  /** Called before each run; true ends the search. */
  readonly spent?: (() => boolean) | undefined;
  /** See {@link Budget}: findings made before the time is up are kept. */
  readonly bounded?: Budget['bounded'];
}

/** Maximum number of runs to find the nearest passing one. */
const NEIGHBOURS_MAX = 60;

/** Leaves out each remaining fault in turn, then operations and details, and compares the outcomes. */
export const explain = (system: System, failing: Failing, options: ExplainOptions = {}): Explanation =>
  examined(system, failing, options).explanation;

/** The nearest passing run, of which the explanation tells where it parts. */
export const nearestPassing = (
  system: System,
  failing: Failing,
  options: ExplainOptions = {},
): Candidate | undefined => examined(system, failing, options).nearest;

function examined(
  system: System,
  failing: Failing,
  options: ExplainOptions,
): { readonly explanation: Explanation; readonly nearest: Candidate | undefined } {
  const { sound, spent = () => false, bounded = (runs) => runs() } = options;
  const { candidate } = failing;
  let isOver = false;
  const attempt = <T>(runs: () => T): T | undefined => {
    if (isOver || spent()) return undefined;
    try {
      return bounded(runs);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      isOver = true;
      return undefined;
    }
  };
  const faults: FaultRole[] = [];
  const neighbours: Neighbour[] = [];
  const happened = attempt(() => decisionsOf(system, candidate, 'fault')) ?? [];
  for (const name of happened) {
    attempt(() => {
      const less = without(system, candidate, name, happened);
      const role = roleOf(system, failing, less);
      faults.push({ name, role });
      if (role === 'necessary') neighbours.push({ name, run: less });
    });
  }
  if (neighbours.length === 0) neighbours.push(...(attempt(() => harmless(system, failing, spent)) ?? []));
  let nearest: { readonly run: Candidate; readonly contrast: Contrast } | undefined;
  for (const { name, run } of neighbours) {
    const found = attempt(() => contrast(system, failing, system, run, { decision: name }));
    if (found !== undefined && found.step > (nearest?.contrast.step ?? 0)) nearest = { run, contrast: found };
  }
  const explanation: Explanation = {
    faults,
    nearest: nearest?.contrast,
    sound: attempt(() =>
      sound !== undefined && passes(sound, candidate.scenario, candidate.edits)
        ? contrast(system, failing, sound, candidate, 'sound code')
        : undefined,
    ),
  };
  return { explanation, nearest: nearest?.run };
}

/** A passing run, and the decision that makes the difference. */
interface Neighbour {
  readonly name: string;
  readonly run: Candidate;
}

/** Maximum rounds of removing faults that newly appear in place of the omitted one. */
const TAKEN_BACK_MAX = 20;

/** The run with the other recorded faults and no new ones: without its first crash, a process still has its second. */
function without(system: System, candidate: Candidate, name: string, happened: readonly string[]): Candidate {
  const allowed = new Set(happened);
  let run = calming(candidate, [name]);
  for (let n = 0; n < TAKEN_BACK_MAX; n++) {
    const instead = decisionsOf(system, run, 'fault').filter((fault) => !allowed.has(fault));
    if (instead.length === 0) break;
    run = calming(run, instead);
  }
  return run;
}

function roleOf(system: System, { violation }: Failing, less: Candidate): FaultRole['role'] {
  const found = judge(system, less, violation.fingerprint);
  if (found === undefined) return 'necessary';
  return 'slipped' in found ? 'other' : 'idle';
}

/** Operations and details without which the run passes. */
function harmless(system: System, failing: Failing, spent: () => boolean): Neighbour[] {
  const { candidate } = failing;
  const names = [...decisionsOf(system, candidate, 'operation'), ...decisionsOf(system, candidate, 'detail')];
  return names
    .slice(-NEIGHBOURS_MAX)
    .map((name) => ({ name, run: calming(candidate, [name]) }))
    .filter(({ run }) => !spent() && passes(system, run.scenario, run.edits));
}

function contrast(
  system: System,
  { candidate, violation }: Failing,
  otherSystem: System,
  other: Candidate,
  change: Contrast['change'],
): Contrast | undefined {
  const here = eventsOf(system, candidate.scenario, candidate.edits, violation.step);
  const there = eventsOf(otherSystem, other.scenario, other.edits, violation.step + 1);
  const at = here.findIndex((event, i) => event !== there[i]);
  const [fails, well] = at < 0 ? [undefined, there[here.length]] : [here[at], there[at]];
  return {
    change,
    step: at < 0 ? here.length + 1 : at + 1,
    fails: fails ?? `the run ends: ${violation.title}`,
    passes: well ?? 'the run is over',
  };
}

/** Text of each step, without time and hash. */
const eventsOf = (
  system: System,
  scenario: Candidate['scenario'],
  edits: Edits,
  stepsMax: number,
): string[] =>
  taped(system, scenario, edits, stepsMax).steps.map((line) => line.split(' ').slice(2).join(' '));

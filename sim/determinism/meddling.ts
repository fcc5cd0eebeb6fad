import type { Edits } from '../chance/site.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import { Simulation } from '../run/simulation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { AnyInvariant, System } from '../scenario/system.ts';
import { ledger, markOf } from './ledger.ts';

/** Steps that are compared with a run that nobody watches. */
const STEPS_MAX = 2048;

/** An invariant that changes what it sees, and the run in which that shows. */
export interface Meddler {
  readonly simulation: Simulation;
  readonly invariant: AnyInvariant;
}

/** The invariant because of which a run goes another way than one that nobody watches; undefined when there is none. */
export function meddler(
  system: System,
  scenario: Scenario,
  edits: Edits,
  marks: readonly number[],
): Meddler | undefined {
  const watched = marks.slice(0, STEPS_MAX);
  if (partsFrom(system, scenario, edits, watched, []) === undefined) return undefined;
  const alone = marksOf(system, scenario, edits, watched.length);
  for (const invariant of system.build(scenario).invariants) {
    const simulation = partsFrom(system, scenario, edits, alone, [invariant]);
    if (simulation !== undefined) return { simulation, invariant };
  }
  return undefined;
}

const unwatched = (
  system: System,
  scenario: Scenario,
  edits: Edits,
  judges: readonly AnyObserver[],
): Simulation =>
  Simulation.create(system, scenario, { edits, checked: false, observers: [ledger, ...judges] });

function marksOf(system: System, scenario: Scenario, edits: Edits, most: number): number[] {
  const simulation = unwatched(system, scenario, edits, []);
  const marks: number[] = [];
  while (marks.length < most && taken(simulation)) marks.push(markOf(simulation.world));
  return marks;
}

/** The run at the step where it is not as these marks say, with these judges only; undefined when it is. */
function partsFrom(
  system: System,
  scenario: Scenario,
  edits: Edits,
  marks: readonly number[],
  judges: readonly AnyObserver[],
): Simulation | undefined {
  const simulation = unwatched(system, scenario, edits, judges);
  for (const mark of marks) {
    const more = taken(simulation);
    if (!more) return undefined;
    if (markOf(simulation.world) !== mark) return simulation;
  }
  return undefined;
}

/** False when the run is over, or a handler threw: nobody is there to judge it. */
function taken(simulation: Simulation): boolean {
  try {
    return simulation.step() === undefined;
  } catch {
    return false;
  }
}

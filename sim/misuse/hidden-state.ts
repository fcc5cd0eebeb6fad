import type { Edits } from '../engine/decisions.ts';
import { withoutNondeterminism } from '../engine/guard.ts';
import { stepText } from '../report/step-text.ts';
import { Simulation } from '../run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../system.ts';

/** What a process keeps where the tank does not see it, as far as it can be told from outside. */
export interface HiddenState {
  readonly step: number;
  readonly timeUs: number;
  /** What was handled when it showed. */
  readonly event: string;
  /** What went wrong, in one sentence. */
  readonly what: string;
}

/** Steps between two looks at the whole world; in between only what happened is compared. */
const LOOK_STEPS = 64;

/**
 * Forks a run at its beginning and takes both on, in turn. If every process keeps its state in its state object, as plain data,
 * then both go the same way; a closure, a module variable or an object with methods belongs to both, or to one of them only.
 */
export function hiddenState(system: System, scenario: Scenario, edits: Edits): HiddenState | undefined {
  return withoutNondeterminism(() => {
    const first = Simulation.create(system, scenario, { edits });
    const { processes } = first.world;
    while (first.world.step < processes) if (first.step() !== undefined) return undefined;
    const second = forked(first);
    return typeof second === 'string' ? found(first, second) : compared(first, second);
  });
}

const THE_SECOND = 'the same run was taken twice, side by side, and the second one went another way';

/** A copy, or why there is none. */
function forked(simulation: Simulation): Simulation | string {
  try {
    return simulation.fork();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'DataCloneError') throw error;
    return `a state is no plain data: ${error.message.replaceAll(/\s+/g, ' ')}`;
  }
}

function compared(first: Simulation, second: Simulation): HiddenState | undefined {
  for (;;) {
    const over = first.step();
    const overToo = second.step();
    const look = over !== undefined || first.world.step % LOOK_STEPS === 0;
    const differ =
      over?.verdict !== overToo?.verdict ||
      first.world.hash !== second.world.hash ||
      (look && first.world.stateHash() !== second.world.stateHash());
    if (differ) return found(first, THE_SECOND);
    if (over === undefined) continue;
    const last = forked(first); // what came into a state later must be plain data too
    return typeof last === 'string' ? found(first, last) : undefined;
  }
}

function found({ world, system, scenario }: Simulation, what: string): HiddenState {
  const { step, nowUs } = world;
  const record = world.trace.at(step);
  const event = record === undefined ? 'the beginning' : stepText(record, system, scenario.replicas);
  return { step, timeUs: nowUs, event, what };
}

import { processId } from '../../../src/process/ids.ts';
import { Handlers } from '../handlers/handlers.ts';
import type { StepOutcome } from '../handlers/step-outcome.ts';
import { sortContainers } from '../handlers/unordered.ts';
import { cloneData, sameData } from '../parts/plain-data.ts';
import type { Space } from '../parts/space.ts';

/** A step whose outcome depends on the order of Maps and Sets in the state. */
export interface OrderMatters {
  readonly process: number;
  readonly event: string;
}

/**
 * Verifies a system's claim that the order of its Maps and Sets does not matter: repeats every known step with all of them
 * reversed, and
 * compares the outcomes.
 */
export function whereOrderMatters(space: Space): OrderMatters | undefined {
  const handlers = new Handlers({ ...space.system, unordered: false }, space.configuration);
  for (let id = 1; id < space.transitions.size; id++) {
    const { event, from, process } = space.transitions.factsOf(id);
    const local = space.localsOf(process).at(from);
    const turned = { ...local, state: turnContainers(cloneData(local.state)) };
    const run = (each: typeof local): readonly StepOutcome[] => handlers.run(processId(process), each, event);
    const [there, here] = [run(local), run(turned)];
    const same = there.length === here.length && there.every((outcome, i) => sameOutcome(outcome, here[i]));
    if (!same) return { process, event: event.type };
  }
  return undefined;
}

function sameOutcome(a: StepOutcome, b: StepOutcome | undefined): boolean {
  if (b === undefined) return false;
  const states = [a, b].map(({ local }) => ({ ...local, state: sortContainers(cloneData(local.state)) }));
  if (!sameData(states[0], states[1]) || !sameData(a.history, b.history)) return false;
  // Messages of one step are sent together, in any order.
  const texts = [a, b].map(({ sent }) => sent.map((each) => JSON.stringify(each)).sort());
  return sameData(texts[0], texts[1]);
}

/** Reverses the order of every Map and Set within the value. */
function turnContainers<T>(value: T): T {
  turnInside(value);
  return value;
}

function turnInside(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if (value instanceof Map) {
    for (const item of value.values()) turnInside(item);
    const entries = [...value].reverse();
    value.clear();
    for (const [key, item] of entries) value.set(key, item);
    return;
  }
  if (value instanceof Set) {
    const items = [...value].reverse();
    value.clear();
    for (const item of items) value.add(item);
    return;
  }
  for (const item of Object.values(value)) turnInside(item);
}

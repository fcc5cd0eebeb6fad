import type { Run } from './run.ts';

/**
 * The causal past of an event: all that can have had a part in it. What a process did before, and for each message that arrived the
 * sending of it, and so on (Lamport's happened-before).
 */
export function coneOf({ events, diagram }: Run, event: number): ReadonlySet<number> {
  const sendings = sendingsOf(diagram);
  /** By process: up to which event its past is in. */
  const upTo = new Map<number, number>();
  const reach = (process: number | null, index: number): void => {
    if (process !== null) upTo.set(process, Math.max(upTo.get(process) ?? -1, index));
  };
  const cone = new Set<number>();
  const first = events[event];
  if (first === undefined) return cone;
  cone.add(event);
  reach(first.process, event);
  // Causes come before what they cause: one way back meets all of them.
  for (let i = event; i >= 0; i--) {
    const { process } = events[i] ?? { process: null };
    const isIn = i === event || cone.has(i) || (process !== null && i <= (upTo.get(process) ?? -1));
    if (!isIn) continue;
    cone.add(i);
    reach(process, i);
    const sending = sendings.get(i);
    if (sending === undefined) continue;
    cone.add(sending);
    reach(events[sending]?.process ?? null, sending);
  }
  return cone;
}

/** By arrival: the event that sent it. A message that was lost has led to nothing. */
function sendingsOf(diagram: Run['diagram']): ReadonlyMap<number, number> {
  const known = made.get(diagram);
  if (known !== undefined) return known;
  const arrived = diagram.arrows.filter(({ isLost }) => !isLost);
  const sendings = new Map(arrived.map(({ start, end }) => [end, start]));
  made.set(diagram, sendings);
  return sendings;
}

/** Made once for each run: who steps asks again and again. */
const made = new WeakMap<Run['diagram'], ReadonlyMap<number, number>>();

import type { Run } from './run.ts';

/**
 * Causal past of an event (Lamport's happened-before): everything that may have influenced it. Includes the earlier events of
 * its process, the send of each delivered message, and so on.
 */
export function coneOf({ events, diagram }: Run, event: number): ReadonlySet<number> {
  const sendings = sendingsOf(diagram);
  /** For each process, the last event in the past. */
  const upTo = new Map<number, number>();
  const reach = (process: number | null, index: number): void => {
    if (process !== null) upTo.set(process, Math.max(upTo.get(process) ?? -1, index));
  };
  const cone = new Set<number>();
  const first = events[event];
  if (first === undefined) return cone;
  cone.add(event);
  reach(first.process, event);
  // Causes precede effects, so a single backward pass finds them all.
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

/** Send event of each delivery. Lost messages have no effect. */
function sendingsOf(diagram: Run['diagram']): ReadonlyMap<number, number> {
  const known = made.get(diagram);
  if (known !== undefined) return known;
  const arrived = diagram.arrows.filter(({ isLost }) => !isLost);
  const sendings = new Map(arrived.map(({ start, end }) => [end, start]));
  made.set(diagram, sendings);
  return sendings;
}

/** Cached per run, as stepping queries it repeatedly. */
const made = new WeakMap<Run['diagram'], ReadonlyMap<number, number>>();

import type { ProcessId } from '../../process/ids.ts';

/** By ProcessId: how often each replica has lost its disk. 0 beyond its length. */
type Generations = readonly number[];

/** Raises the generation of one replica. */
export function withGeneration(known: Generations, of: ProcessId, generation: number): Generations {
  const next = [...known];
  while (next.length <= of) next.push(0);
  next[of] = Math.max(next[of] ?? 0, generation);
  return next;
}

/** The higher generation of each replica. */
export function mergeGenerations(a: Generations, b: Generations): Generations {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return long.map((of, id) => Math.max(of, short[id] ?? 0));
}

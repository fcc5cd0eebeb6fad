import type { ProcessId } from '../process/ids.ts';

/** By address: how often each replica is known to have recovered. */
export type CrashVector = readonly number[];

/** An answer of a replica, with all that it knew of crashes. */
export interface Vouched {
  readonly vector: CrashVector;
}

/** The maximum of two vectors, element by element. */
export const merged = (a: CrashVector, b: CrashVector): CrashVector =>
  a.map((count, i) => Math.max(count, b[i] ?? 0));

/**
 * The answers that no crash has taken back: those of replicas that have not recovered since, as far as
 * anybody in the quorum knows. A replica that recovered has forgotten what it answered (crash-consistent
 * quorums: Michael, Ports, Sharma and Szekeres, DISC 2017). `known` is the vector of the asking replica, with
 * those of the answers merged into it.
 */
export function standing<Answer extends Vouched>(
  answers: ReadonlyMap<ProcessId, Answer>,
  known: CrashVector,
): ReadonlyMap<ProcessId, Answer> {
  return new Map([...answers].filter(([from, { vector }]) => (vector[from] ?? 0) >= (known[from] ?? 0)));
}

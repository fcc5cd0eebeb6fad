import type { ProcessId } from '../process/ids.ts';

/** How often each replica is known to have come back, by its address. */
export type CrashVector = readonly number[];

/** What a replica answered, with all that it knew of crashes. */
export interface Vouched {
  readonly vector: CrashVector;
}

/** The later of both, place by place. */
export const merged = (a: CrashVector, b: CrashVector): CrashVector =>
  a.map((count, i) => Math.max(count, b[i] ?? 0));

/**
 * The answers that no crash has taken back: those of replicas which, as far as anybody in the quorum knows, have not come back
 * since. Whoever came back has forgotten what it answered (Michael, Ports, Sharma and Szekeres, DISC 2017: crash-consistent
 * quorums). `known` is what the asking replica has merged, these answers' vectors among it.
 */
export function standing<Answer extends Vouched>(
  answers: ReadonlyMap<ProcessId, Answer>,
  known: CrashVector,
): ReadonlyMap<ProcessId, Answer> {
  return new Map([...answers].filter(([from, { vector }]) => (vector[from] ?? 0) >= (known[from] ?? 0)));
}

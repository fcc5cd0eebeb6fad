import type { Observation } from '../../src/process/process.ts';

/** The entry executed at one log position, and the first replica to do so. */
interface Executed {
  readonly checksum: number;
  readonly digest: number;
  readonly replica: number;
}

/** Maximum number of contradictions reported; further ones add nothing. */
const TOLD_MAX = 10;

/**
 * Checks log agreement after the fact: a replica that executes an entry reports its position, its checksum and the resulting
 * service state (`executed`); all must agree at each position. Systems that report nothing cannot disagree.
 */
export class Agreement {
  readonly contradictions: string[] = [];
  private readonly byOp = new Map<number, Executed>();

  /** Number of log positions at which an entry was executed. */
  get size(): number {
    return this.byOp.size;
  }

  observed(replica: number, observation: Observation): void {
    const executed = executedIn(observation);
    if (executed === undefined) return;
    const { op, checksum, digest } = executed;
    const before = this.byOp.get(op);
    if (before === undefined) this.byOp.set(op, { checksum, digest, replica });
    else if (this.contradictions.length < TOLD_MAX && before.checksum !== checksum)
      this.contradictions.push(
        `replicas ${before.replica} and ${replica} have executed different entries as op ${op}`,
      );
    else if (this.contradictions.length < TOLD_MAX && before.digest !== digest)
      this.contradictions.push(
        `replicas ${before.replica} and ${replica} have different states after op ${op}`,
      );
  }
}

function executedIn(observation: Observation): { op: number; checksum: number; digest: number } | undefined {
  if (observation.type !== 'executed' || !('entry' in observation) || !('digest' in observation))
    return undefined;
  const { op, checksum } = observation.entry as { op?: unknown; checksum?: unknown }; // an entry, as the observation says
  const { digest } = observation;
  if (typeof op !== 'number' || typeof checksum !== 'number' || typeof digest !== 'number') return undefined;
  return { op, checksum, digest };
}

import type { Observation } from '../../src/process/process.ts';

/** What was executed at one place of the log, by whom first. */
interface Executed {
  readonly checksum: number;
  readonly digest: number;
  readonly replica: number;
}

/** Contradictions that are told; more of them say nothing new. */
const TOLD_MAX = 10;

/**
 * Log agreement, after the fact: whoever executes an entry states its place, its checksum and what the service then is
 * (`executed`), and all must have executed the same at the same place. Systems that state nothing of the kind cannot disagree.
 */
export class Agreement {
  readonly contradictions: string[] = [];
  private readonly byOp = new Map<number, Executed>();

  /** Places of the log at which something was executed. */
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
  const { op, checksum } = observation.entry as { op?: unknown; checksum?: unknown }; // it says that it is an entry
  const { digest } = observation;
  if (typeof op !== 'number' || typeof checksum !== 'number' || typeof digest !== 'number') return undefined;
  return { op, checksum, digest };
}

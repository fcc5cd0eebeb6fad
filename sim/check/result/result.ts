import type { Configuration } from '../model/configuration.ts';
import type { Property } from '../model/property.ts';
import type { Path } from './path.ts';

/**
 * `holds`: in every schedule of this configuration. `vacuous`: complete and clean, but no operation ended in any schedule, so no
 * answer was judged. `budget`, `interrupted`: nothing found so far.
 */
export type Verdict = 'holds' | 'violation' | 'vacuous' | 'budget' | 'interrupted';

export interface PropertyResult {
  readonly name: string;
  readonly kind: Property['kind'];
  readonly verdict: 'holds' | 'violated' | 'found' | 'not found' | 'unknown';
  /** A counterexample, or an example of what should be possible; a shortest one, except for temporal properties. */
  readonly path?: Path;
  /** For a temporal property, the index where the repeated cycle begins; the end of the path if nothing can happen there. */
  readonly loopFrom?: number;
}

/** Coverage by name: in how many different steps of a process. */
export interface Coverage {
  readonly actions: Readonly<Record<string, number>>;
  /** Messages that were sent but never had an effect, and timers that were allowed to fire but never did. */
  readonly never: readonly string[];
  /** In how many different steps an operation ended. */
  readonly ended: number;
  /** Situations counted by processes (`ctx.probe`). */
  readonly probes: readonly string[];
}

/** Result of a check, as data. */
export interface CheckResult {
  readonly system: string;
  readonly verdict: Verdict;
  /** States generated, including repeated ones. */
  readonly generated: number;
  /** Distinct states. */
  readonly unique: number;
  /** Number of states on the longest shortest path. */
  readonly depth: number;
  /** Terminal states. */
  readonly ends: number;
  readonly rounds: number;
  /** True if a beam dropped states: paths may not be shortest. */
  readonly thinned: boolean;
  readonly handlersRun: number;
  /** Probability that two states had the same hash, so that one was missed. */
  readonly collisionChance: number;
  readonly properties: readonly PropertyResult[];
  readonly coverage: Coverage;
  readonly configuration: Configuration;
  /** Reductions that were applied. */
  readonly leftOut: readonly string[];
}

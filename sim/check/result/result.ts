import type { Configuration } from '../model/configuration.ts';
import type { Property } from '../model/property.ts';
import type { Path } from './path.ts';

/** `holds`: for this configuration, every schedule. `budget`, `interrupted`: nothing was found as far as it went. */
export type Verdict = 'holds' | 'violation' | 'budget' | 'interrupted';

export interface PropertyResult {
  readonly name: string;
  readonly kind: Property['kind'];
  readonly verdict: 'holds' | 'violated' | 'found' | 'not found' | 'unknown';
  /** A counterexample, or an example of what should be possible; a shortest one, but for temporal properties. */
  readonly path?: Path;
  /** Of a temporal property: where the part begins that is repeated for ever; at the end of the path when nothing can happen there. */
  readonly loopFrom?: number;
}

/** What was done, by name: in how many different steps of a process. */
export interface Coverage {
  readonly actions: Readonly<Record<string, number>>;
  /** Messages that were sent and never did anything, timers that may fire and never did. */
  readonly never: readonly string[];
  /** Situations that processes counted (`ctx.probe`). */
  readonly probes: readonly string[];
}

/** What a check came to, as data. */
export interface CheckResult {
  readonly system: string;
  readonly verdict: Verdict;
  /** States that were come to, each time counted. */
  readonly generated: number;
  /** States that differ. */
  readonly unique: number;
  /** States on the longest of the shortest paths. */
  readonly depth: number;
  /** States in which nothing more can happen. */
  readonly ends: number;
  readonly rounds: number;
  readonly handlersRun: number;
  /** The chance that two states had one hash, so that one was missed. */
  readonly collisionChance: number;
  readonly properties: readonly PropertyResult[];
  readonly coverage: Coverage;
  readonly configuration: Configuration;
  /** What was left out because it cannot make a difference. */
  readonly leftOut: readonly string[];
}

import type { Losses } from '../disk/atlas.ts';
import type { DiskOptions } from '../disk/options.ts';
import type { NetworkOptions } from '../network/options.ts';
import type { Injection } from './fault-class.ts';

/** The part of a scenario that is about the surroundings of the processes. */
export interface StormOptions {
  readonly network: NetworkOptions;
  readonly disk: DiskOptions;
  readonly faults: Readonly<Record<string, object | undefined>>;
  /** How messages are kept apart; `wire`: they travel as bytes. */
  readonly isolation: string;
  /** Whether more replicas may lose something than the system survives. */
  readonly beyond: boolean;
  /** Whether every crash makes a replica miss something until it has recovered. */
  readonly forgetful: boolean;
  /** Mean time until a replica, or a client, is started again after a crash. */
  readonly restartUs: number;
  readonly clientRestartUs: number;
}

/** Knowledge of the system under test. */
export interface Known {
  readonly losses: Losses;
  /** What a replica is doing, in a word or two. */
  readonly label?: ((state: object) => string) | undefined;
  /** Hears what classes of faults hear, and does nothing. */
  readonly listener?: Injection | undefined;
}

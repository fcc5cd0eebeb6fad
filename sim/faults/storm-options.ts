import type { Losses } from '../disk/atlas.ts';
import type { DiskOptions } from '../disk/options.ts';
import type { NetworkOptions } from '../network/options.ts';
import type { Injection } from './fault-class.ts';

/** The part of a scenario that concerns the environment of the processes. */
export interface StormOptions {
  readonly network: NetworkOptions;
  readonly disk: DiskOptions;
  readonly faults: Readonly<Record<string, object | undefined>>;
  /** How messages are isolated; `wire`: they travel as bytes. */
  readonly isolation: string;
  /** Whether more replicas may lose data than the system tolerates. */
  readonly beyond: boolean;
  /** Whether every crash makes a replica forget data until it has recovered. */
  readonly forgetful: boolean;
  /** Mean time to restart a replica or client after a crash. */
  readonly restartUs: number;
  readonly clientRestartUs: number;
}

/** Knowledge about the system under test. */
export interface Known {
  readonly losses: Losses;
  /** Short label for what a replica is doing. */
  readonly label?: ((state: object) => string) | undefined;
  /** Receives the same hooks as fault classes, and injects nothing. */
  readonly listener?: Injection | undefined;
}

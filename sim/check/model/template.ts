import type { CheckSystem } from './check-system.ts';
import type { Configuration } from './configuration.ts';

/** How large a configuration is. */
export interface Size {
  readonly replicas: number;
  readonly clients: number;
  /** Operations of each client. */
  readonly operations: number;
}

/** A system that can be checked in several sizes; the first is what is meant when nothing is said. */
export interface CheckTemplate {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  readonly size: Size;
  readonly configuration: Configuration;
  /** @throws RangeError when it cannot be of that size, in one sentence. */
  build(size: Size): CheckSystem;
}

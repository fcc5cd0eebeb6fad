import type { CheckSystem } from './check-system.ts';
import type { Configuration } from './configuration.ts';

/** Size of a configuration. */
export interface Size {
  readonly replicas: number;
  readonly clients: number;
  /** Operations per client. */
  readonly operations: number;
  /** Further operations that each client does before the search begins; 0 by default. */
  readonly warmUp?: number;
}

/** A system that can be checked in several sizes; the first is the default. */
export interface CheckTemplate {
  readonly name: string;
  /** One-line description. */
  readonly summary: string;
  readonly size: Size;
  readonly configuration: Configuration;
  /** @throws RangeError with a one-sentence message when that size is not possible. */
  build(size: Size): CheckSystem;
}

import type { System } from '../../scenario/system.ts';

/** The systems that can be named, and the one that is meant when none is. */
export interface Registry {
  readonly systems: ReadonlyMap<string, System>;
  readonly defaultSystem: string;
}

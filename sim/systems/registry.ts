import type { System } from '../scenario/system.ts';

/** The systems that can be named, and the one that is meant when none is. */
export interface Registry {
  readonly systems: ReadonlyMap<string, System>;
  readonly defaultSystem: string;
}

/** Whether a name means a file, and not a system that we know. */
export const isSystemFile = (name: string): boolean => /[/\\]|\.[cm]?[jt]s$/.test(name);

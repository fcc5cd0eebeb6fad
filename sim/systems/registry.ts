import type { System } from '../scenario/system.ts';

/** The systems that can be named, and the one that is meant when none is. */
export interface Registry {
  readonly systems: ReadonlyMap<string, System>;
  readonly defaultSystem: string;
}

/** A system from a file: its name is the path of the file as it was given, and its definition has another. */
export interface FileSystem extends System {
  readonly inFile: {
    /** The name in its definition. It is the same wherever the file is. */
    readonly name: string;
    /** Digest of the file and of the files that it imports, packages left out. */
    readonly code: string;
  };
}

/** Name and digest from the file of a system; undefined for a built-in system. */
export const inFileOf = (system: System): FileSystem['inFile'] | undefined =>
  'inFile' in system ? (system as FileSystem).inFile : undefined; // no other system has this field

/** Whether a name means a file, and not a system that we know. */
export const isSystemFile = (name: string): boolean => /[/\\]|\.[cm]?[jt]s$/.test(name);

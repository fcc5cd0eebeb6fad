/** A file of a machine, as faults see it. */
export interface MachineFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Damages the bytes from `at` to `end` where they are stored; returns them as they are now. */
  corrupt(at: number, end: number, mask: number): Uint8Array;
}

/** The disk of a machine, which has a file system of its own: what faults can do to it. */
export interface MachineDisk {
  /** Files that were written and are not empty, in a fixed order. */
  files(): readonly MachineFile[];
  /** Replaces it by a blank one; the machine is down. */
  wipe(): void;
}

/** A write of a machine: where it goes, and how long the file is so far. */
export interface MachineWrite {
  readonly path: string;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly fileBytes: number;
}

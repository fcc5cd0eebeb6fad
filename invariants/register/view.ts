import type { Timestamp } from '../../src/register/messages.ts';

/** How checkers read the disks of register replicas. */
export interface RegisterView {
  readonly file: string;
  readonly never: Timestamp;
  /** The timestamp in a file. */
  read(bytes: Uint8Array): Timestamp;
  compare(a: Timestamp, b: Timestamp): number;
  quorumOf(replicas: number): number;
}

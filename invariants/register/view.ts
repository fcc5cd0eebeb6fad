import type { Timestamp } from '../../src/register/messages.ts';

/** How checkers read the disks of register replicas. */
export interface RegisterView {
  readonly file: string;
  readonly never: Timestamp;
  /** The timestamp in a file. */
  read(bytes: Uint8Array): Timestamp;
  /** Negative when `a` is older. */
  compare(a: Timestamp, b: Timestamp): number;
  /** How many replicas make a quorum. */
  quorumOf(replicas: number): number;
}

import type { DiskCompletion, DiskError } from '../../src/process/disk.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import type { PendingWrite, SimulatedFile } from './disk-file.ts';

/**
 * Faults of single disk requests. A request is named by its number at its disk. Each class brings the hooks that it needs;
 * they are asked in the order of the classes.
 */
export interface RequestFault {
  /** A request was issued, and its handler still runs. */
  issued?(process: ProcessId, op: DiskCompletion['op'], file: string): void;
  /** The time that a request takes that would take `delayUs`. */
  delay?(process: ProcessId, request: number, delayUs: number): number;
  /** Whether a read fails. */
  read?(process: ProcessId, request: number): boolean;
  /** The error of a write, or null. It may change where the bytes land, or how many there are. */
  write?(process: ProcessId, write: PendingWrite, file: SimulatedFile): DiskError | null;
  /** Whether a sync fails. */
  sync?(process: ProcessId, request: number): boolean;
  /** Whether a sync that failed drops this write. The disk looks clean afterwards either way. */
  drops?(process: ProcessId, write: PendingWrite): boolean;
  /** How many bytes of an unsynced sector survive a crash; `index` counts these sectors. */
  survivors?(process: ProcessId, index: number, lengthBytes: number): number;
}

/** Bytes that the disk writes as one unit; a crash decides about each unsynced sector on its own. */
export const SECTOR_BYTES = 512;

/** Why the disk refused: a media or controller error, or no space left. */
export type DiskError = 'io' | 'full';

/**
 * The answer to one disk request. `token` is what the request was given. `bytes` is set for a read that worked;
 * it is shorter than asked when the file ends before. `error` is null when the request worked.
 */
export interface DiskCompletion {
  readonly op: 'read' | 'write' | 'sync';
  readonly token: number;
  readonly error: DiskError | null;
  readonly bytes: Uint8Array | null;
}

/**
 * Files of one process. Requests are answered later by {@link Process.disk}, in any order: latencies differ.
 * A write is volatile until a sync *issued after its completion* has completed; before that a crash may keep
 * each of its sectors, lose it, or tear it. Bytes handed over must not change afterwards.
 */
export interface Disk {
  read(file: string, offset: number, lengthBytes: number, token: number): void;
  write(file: string, offset: number, bytes: Uint8Array, token: number): void;
  sync(file: string, token: number): void;
}

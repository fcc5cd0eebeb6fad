/** Bytes that the disk writes as one unit; a crash decides about each unsynced sector on its own. */
export const SECTOR_BYTES = 512;

/**
 * Why the disk refused. The request has ended; what it leaves behind:
 *
 * `io`, a media or controller error.
 * - read: nothing was read, nothing changed. The same read may work later (a passing error) or never (latent damage).
 * - write: each sector of the range is now old, new or torn, in any mixture, and a crash may change the mixture. The range
 *   is defined again once a later write of all of it has completed and a sync issued after that has completed.
 * - sync: nothing is known about any write of this file that completed since the last sync that worked: its sectors may
 *   have been dropped, and reads may show the old bytes or the new ones. *A later sync that works proves nothing about
 *   those writes*: the disk has forgotten them and looks clean. Write them again, or crash and recover from what can be
 *   read; what earlier syncs made durable is not touched.
 *
 * `full`, no space left; only for writes, and mostly for one that makes a file larger (file systems that copy on write
 * refuse others too). It leaves what a write that ended with `io` leaves, and the file may have grown up to its end.
 * Nothing else is touched: files that were written whole before can still be read.
 */
export type DiskError = 'io' | 'full';

/**
 * The answer to one disk request. `token` is what the request was given. `bytes` is set for a read that worked;
 * it is shorter than asked when the file ends before, and empty when there is no such file: that is no error.
 * `error` is null when the request worked, which is the disk's word and no proof: it may have lost the write, put it
 * elsewhere, or read damaged bytes. Only checksums that cover the contents *and* their place can tell.
 */
export interface DiskCompletion {
  readonly op: 'read' | 'write' | 'sync';
  readonly token: number;
  readonly error: DiskError | null;
  readonly bytes: Uint8Array | null;
}

/**
 * Files of one process, by name and offset. Requests are answered later by {@link Process.disk}, in any order: latencies
 * differ. A write is volatile until a sync *issued after its completion* has completed; before that a crash may keep
 * each of its sectors, lose it, or tear it. Bytes handed over must not change afterwards. Two writes in flight must not overlap.
 *
 * A file comes into being with its first write, ends where the highest write ended, reads as zeros where it was never
 * written, and never shrinks. There is no remove, rename or truncate, on purpose: each brings a durability rule of its
 * own (the directory's). Rings and slots of fixed size, written over in turn, need none of them.
 * After a wipe every file is absent, like at the first start: only the peers know that it was not.
 */
export interface Disk {
  /** Reads at most `lengthBytes` from `offset`; sees every completed write, synced or not. */
  read(file: string, offset: number, lengthBytes: number, token: number): void;
  /** Writes bytes, which are volatile until a sync. The file grows where they end behind it. */
  write(file: string, offset: number, bytes: Uint8Array, token: number): void;
  /** Makes durable every write of the file that completed before this call, and the existence of the file. */
  sync(file: string, token: number): void;
}

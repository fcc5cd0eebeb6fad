import { closeSync, constants, fdatasync, fsync, openSync, read, writeSync } from 'node:fs';

/** What the file of a process can end with; null: it worked. */
export type FileError = NodeJS.ErrnoException | null;

/** Files hold what users have stored: nobody else may read them. */
const MODE = 0o600;

/** One file of a process: direct offsets, and one sync at a time, which those that wait for it share. */
export class DiskFile {
  private readonly fd: number;
  private readonly entries: number;
  /** Whether a crash can still lose the file as a whole: its directory entry is not synced. */
  private fresh = true;
  /** Writes that are kept back until the next sync, so that they are lost with the process. */
  private readonly syncMs: number;
  private unsynced: { readonly offset: number; readonly bytes: Uint8Array }[] | undefined;
  /** A sync is being done, for whom; and who has asked since: only a sync that begins later covers their writes. */
  private syncing = false;
  private waiting: ((error: FileError) => void)[] = [];

  /** An empty file and none are the same to a process, so reading may make one. @throws Error of node:fs */
  /** @param unsyncedMs when given, what is not synced is lost with the process, and a sync takes so long */
  constructor(file: string, entries: number, unsyncedMs: number | undefined) {
    this.unsynced = unsyncedMs === undefined ? undefined : [];
    this.syncMs = unsyncedMs ?? 0;
    this.fd = openSync(file, constants.O_RDWR | constants.O_CREAT, MODE);
    this.entries = entries;
  }

  /** Into the memory of the operating system, at once: that takes less than asking another thread to do it. @throws Error of node:fs */
  write(bytes: Uint8Array, offset: number): void {
    if (this.unsynced === undefined) this.put(bytes, offset);
    else this.unsynced.push({ offset, bytes: Uint8Array.from(bytes) });
  }

  private put(bytes: Uint8Array, offset: number): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at, bytes.length - at, offset + at);
  }

  /** What was written and not synced can be read as well. */
  private seen(offset: number, read: Uint8Array, lengthBytes: number): Uint8Array {
    let bytes = read;
    for (const write of this.unsynced ?? []) {
      const end = Math.min(offset + lengthBytes, write.offset + write.bytes.length);
      const from = Math.max(offset, write.offset);
      if (from >= end) continue;
      if (bytes.length < end - offset) {
        const longer = new Uint8Array(end - offset);
        longer.set(bytes);
        bytes = longer;
      }
      bytes.set(write.bytes.subarray(from - write.offset, end - write.offset), from - offset);
    }
    return bytes;
  }

  read(offset: number, lengthBytes: number, done: (error: FileError, bytes: Uint8Array) => void): void {
    const buffer = new Uint8Array(lengthBytes);
    const from = (at: number): void => {
      if (at >= lengthBytes) {
        done(null, this.seen(offset, buffer, lengthBytes));
        return;
      }
      read(this.fd, buffer, at, lengthBytes - at, offset + at, (error, count) => {
        if (error !== null || count === 0)
          done(error, this.seen(offset, buffer.subarray(0, at), lengthBytes));
        else from(at + count);
      });
    };
    from(0);
  }

  /** `done` is called when everything written before this call is durable. Those that come while a sync runs share the next one. */
  sync(done: (error: FileError) => void): void {
    this.waiting.push(done);
    if (!this.syncing) this.nextSync();
  }

  close(): void {
    closeSync(this.fd);
  }

  private nextSync(): void {
    const asked = this.waiting;
    if (asked.length === 0) return;
    this.waiting = [];
    this.syncing = true;
    const ended = (error: FileError): void => {
      this.syncing = false;
      for (const done of asked) done(error);
      if (!this.syncing) this.nextSync();
    };
    if (this.unsynced === undefined) this.reallySync(ended);
    else this.syncKeptBack(this.unsynced, ended);
  }

  /** What has been kept back up to now becomes durable after the time that a slow disk takes. */
  private syncKeptBack(
    unsynced: { readonly offset: number; readonly bytes: Uint8Array }[],
    ended: (error: FileError) => void,
  ): void {
    const count = unsynced.length;
    setTimeout(() => {
      try {
        for (const { offset, bytes } of unsynced.slice(0, count)) this.put(bytes, offset);
      } catch (error) {
        ended(error as FileError); // node:fs throws nothing else
        return;
      }
      unsynced.splice(0, count);
      this.reallySync(ended);
    }, this.syncMs);
  }

  private reallySync(ended: (error: FileError) => void): void {
    fdatasync(this.fd, (error) => {
      if (error !== null || !this.fresh) {
        ended(error);
        return;
      }
      fsync(this.entries, (failed) => {
        if (failed === null) this.fresh = false;
        ended(failed);
      });
    });
  }
}

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
  /** A sync is being done, for whom; and who has asked since: only a sync that begins later covers their writes. */
  private syncing = false;
  private waiting: ((error: FileError) => void)[] = [];

  /** An empty file and none are the same to a process, so reading may make one. @throws Error of node:fs */
  constructor(file: string, entries: number) {
    this.fd = openSync(file, constants.O_RDWR | constants.O_CREAT, MODE);
    this.entries = entries;
  }

  /** Into the memory of the operating system, at once: that takes less than asking another thread to do it. @throws Error of node:fs */
  write(bytes: Uint8Array, offset: number): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at, bytes.length - at, offset + at);
  }

  read(offset: number, lengthBytes: number, done: (error: FileError, bytes: Uint8Array) => void): void {
    const buffer = new Uint8Array(lengthBytes);
    const from = (at: number): void => {
      if (at >= lengthBytes) {
        done(null, buffer);
        return;
      }
      read(this.fd, buffer, at, lengthBytes - at, offset + at, (error, count) => {
        if (error !== null || count === 0) done(error, buffer.subarray(0, at));
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

import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Disk, DiskCompletion, DiskError } from '../process/disk.ts';
import { DiskFile, type FileError } from './disk-file.ts';

/** A write that was asked for and is not done. */
interface PendingWrite {
  readonly file: DiskFile;
  readonly name: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly token: number;
}

/** File names are the process's own, not paths. */
const NAME = /^[a-z0-9][a-z0-9.-]*$/;

/**
 * The files of one process in a directory of the machine. `completed` is called once for each request, never before the
 * call that made the request has returned. Memory is that of the requests in flight, whatever the size of the files.
 *
 * Writes of one turn of the event loop are done together at its end, those that follow each other as one. They are copied into the
 * memory of the operating system and do not wait for the disk: syncs do that, in threads.
 */
export class HostDisk implements Disk {
  /** Syncs that the disk was asked for, and the time that they took. */
  readonly counts = { writes: 0, writtenBytes: 0, syncs: 0, syncMs: 0 };
  /** For tests: syncs take longer; writes and syncs fail. */
  trouble: DiskTrouble = { syncDelayMs: 0, error: null };
  private readonly directory: string;
  private readonly unsyncedMs: number | undefined;
  private readonly entries: number;
  private readonly completed: (completion: DiskCompletion) => void;
  private readonly files = new Map<string, DiskFile>();
  private writes: PendingWrite[] = [];
  private inFlight = 0;
  private closed = false;
  private idle: (() => void)[] = [];

  private constructor(
    directory: string,
    entries: number,
    completed: (completion: DiskCompletion) => void,
    unsyncedMs: number | undefined,
  ) {
    this.unsyncedMs = unsyncedMs;
    this.directory = directory;
    this.entries = entries;
    this.completed = completed;
  }

  /**
   * Makes the directory if need be. With `unsyncedMs` a kill of this process is for its files what a loss of power is for those of any
   * other: what was not synced is gone; and each sync takes so long. @throws Error of node:fs when it cannot be made or opened.
   */
  static async open(
    directory: string,
    completed: (completion: DiskCompletion) => void,
    unsyncedMs?: number,
  ): Promise<HostDisk> {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return new HostDisk(directory, openSync(directory, 'r'), completed, unsyncedMs);
  }

  read(name: string, offset: number, lengthBytes: number, token: number): void {
    this.begin();
    this.withFile(name, 'read', token, (file) => {
      file.read(offset, lengthBytes, (error, bytes) =>
        this.end('read', token, error, error === null ? bytes : null),
      );
    });
  }

  /** @throws Error when a write in flight overlaps this one: which of them would win is not defined. */
  write(name: string, offset: number, bytes: Uint8Array, token: number): void {
    for (const other of this.writes) {
      if (
        name === other.name &&
        offset < other.offset + other.bytes.length &&
        other.offset < offset + bytes.length
      )
        throw new Error(`${name} is written at ${offset} while a write there is in flight`);
    }
    this.begin();
    this.withFile(name, 'write', token, (file) => {
      if (this.writes.length === 0) setImmediate(() => this.writeAll());
      this.writes.push({ file, name, offset, bytes, token });
    });
  }

  sync(name: string, token: number): void {
    this.begin();
    this.withFile(name, 'sync', token, (file) => {
      const beganMs = performance.now();
      const ended = (error: FileError): void => {
        this.counts.syncs++;
        this.counts.syncMs += performance.now() - beganMs;
        this.end('sync', token, error, null);
      };
      file.sync((error) => {
        const { syncDelayMs, error: code } = this.trouble;
        const failed = code === null ? error : troubled(code);
        if (syncDelayMs === 0) ended(failed);
        else setTimeout(() => ended(failed), syncDelayMs);
      });
    });
  }

  /** Waits for what is in flight and closes the files. No request may follow. Syncs nothing. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
    for (const file of this.files.values()) file.close();
    closeSync(this.entries);
  }

  /** Does the writes that this turn has asked for. What follows each other in a file is written as one. */
  private writeAll(): void {
    const { writes } = this;
    this.writes = [];
    for (let from = 0; from < writes.length; ) {
      let end = from + 1;
      while (end < writes.length && follows(writes[end - 1], writes[end])) end++;
      this.writeRun(writes.slice(from, end));
      from = end;
    }
  }

  private writeRun(run: readonly PendingWrite[]): void {
    const [first] = run;
    if (first === undefined) return;
    const bytes = run.length === 1 ? first.bytes : Buffer.concat(run.map((write) => write.bytes));
    let error: FileError = null;
    try {
      if (this.trouble.error !== null) throw troubled(this.trouble.error);
      first.file.write(bytes, first.offset);
      this.counts.writes += run.length;
      this.counts.writtenBytes += bytes.length;
    } catch (thrown) {
      error = thrown as FileError; // node:fs throws nothing else
    }
    for (const { token } of run) this.end('write', token, error, null);
  }

  private begin(): void {
    if (this.closed) throw new Error('the disk is closed');
    this.inFlight++;
  }

  private end(op: DiskCompletion['op'], token: number, error: FileError, bytes: Uint8Array | null): void {
    this.inFlight--;
    try {
      this.completed({ op, token, error: error === null ? null : kindOf(error), bytes });
    } finally {
      if (this.inFlight === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }

  /** A file that cannot be opened fails the request, later, like any other fault of the disk. */
  private withFile(
    name: string,
    op: DiskCompletion['op'],
    token: number,
    use: (file: DiskFile) => void,
  ): void {
    if (!NAME.test(name)) throw new Error(`"${name}" is no file name: letters a-z, digits, "." and "-"`);
    let file = this.files.get(name);
    if (file === undefined) {
      try {
        file = new DiskFile(path.join(this.directory, name), this.entries, this.unsyncedMs);
      } catch (error) {
        setImmediate(() => this.end(op, token, error as FileError, null)); // node:fs throws nothing else
        return;
      }
      this.files.set(name, file);
    }
    use(file);
  }
}

/** See {@link HostDisk.trouble}. */
export interface DiskTrouble {
  readonly syncDelayMs: number;
  readonly error: 'ENOSPC' | 'EIO' | null;
}

const troubled = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

const follows = (before: PendingWrite | undefined, next: PendingWrite | undefined): boolean =>
  before !== undefined &&
  next !== undefined &&
  before.file === next.file &&
  before.offset + before.bytes.length === next.offset;

function kindOf({ code }: NodeJS.ErrnoException): DiskError {
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' ? 'full' : 'io';
}

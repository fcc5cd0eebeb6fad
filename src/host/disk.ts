import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Disk, DiskCompletion, DiskError } from '../process/disk.ts';

interface HostFile {
  readonly handle: Promise<FileHandle>;
  /** Ranges being written, by token of the request within this disk. */
  readonly writing: Set<{ readonly from: number; readonly end: number }>;
  /** Whether a crash can still lose the file as a whole: its directory entry is not synced. */
  fresh: boolean;
}

/** File names are the process's own, not paths. */
const NAME = /^[a-z0-9][a-z0-9.-]*$/;

/**
 * The files of one process in a directory of the machine. `completed` is called once for each request, never before the
 * call that made the request has returned. Memory is that of the requests in flight, whatever the size of the files.
 */
export class HostDisk implements Disk {
  private readonly directory: string;
  private readonly entries: FileHandle;
  private readonly completed: (completion: DiskCompletion) => void;
  private readonly files = new Map<string, HostFile>();
  private readonly inFlight = new Set<Promise<void>>();
  private closed = false;

  private constructor(
    directory: string,
    entries: FileHandle,
    completed: (completion: DiskCompletion) => void,
  ) {
    this.directory = directory;
    this.entries = entries;
    this.completed = completed;
  }

  /** Makes the directory if need be. @throws Error of node:fs when it cannot be made or opened. */
  static async open(directory: string, completed: (completion: DiskCompletion) => void): Promise<HostDisk> {
    await mkdir(directory, { recursive: true });
    return new HostDisk(directory, await open(directory, 'r'), completed);
  }

  read(name: string, offset: number, lengthBytes: number, token: number): void {
    const file = this.file(name);
    this.run('read', token, async () => {
      const buffer = new Uint8Array(lengthBytes);
      const handle = await file.handle;
      let at = 0;
      while (at < lengthBytes) {
        const { bytesRead } = await handle.read(buffer, at, lengthBytes - at, offset + at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return buffer.subarray(0, at);
    });
  }

  /** @throws Error when a write in flight overlaps this one: which of them would win is not defined. */
  write(name: string, offset: number, bytes: Uint8Array, token: number): void {
    const file = this.file(name);
    const range = { from: offset, end: offset + bytes.length };
    for (const other of file.writing) {
      if (range.from < other.end && other.from < range.end) {
        throw new Error(`${name} is written at ${offset} while a write there is in flight`);
      }
    }
    file.writing.add(range);
    this.run('write', token, async () => {
      try {
        const handle = await file.handle;
        for (let at = 0; at < bytes.length; ) {
          const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, offset + at);
          at += bytesWritten;
        }
      } finally {
        file.writing.delete(range);
      }
      return null;
    });
  }

  sync(name: string, token: number): void {
    const file = this.file(name);
    this.run('sync', token, async () => {
      await (await file.handle).datasync();
      if (file.fresh) {
        await this.entries.sync();
        file.fresh = false;
      }
      return null;
    });
  }

  /** Waits for what is in flight and closes the files. No request may follow. Syncs nothing. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.inFlight);
    for (const { handle } of this.files.values()) {
      const opened = await handle.catch(() => undefined); // every request of it was answered with the error
      await opened?.close();
    }
    await this.entries.close();
  }

  private run(op: DiskCompletion['op'], token: number, work: () => Promise<Uint8Array | null>): void {
    const done = work()
      .then(
        (bytes): DiskCompletion => ({ op, token, error: null, bytes }),
        (error: unknown): DiskCompletion => ({ op, token, error: kindOf(error), bytes: null }),
      )
      .then(this.completed);
    this.inFlight.add(done);
    // An error thrown by the process stays unhandled on `done.finally`, and so ends the program, as it should.
    void done.finally(() => this.inFlight.delete(done));
  }

  private file(name: string): HostFile {
    if (this.closed) throw new Error(`the disk is closed: ${name}`);
    const known = this.files.get(name);
    if (known !== undefined) return known;
    if (!NAME.test(name)) throw new Error(`"${name}" is no file name: letters a-z, digits, "." and "-"`);
    const file: HostFile = {
      handle: openOrMake(path.join(this.directory, name)),
      writing: new Set(),
      fresh: true,
    };
    this.files.set(name, file);
    return file;
  }
}

/** An empty file and none are the same to a process, so reading may make one. */
async function openOrMake(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r+');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return open(file, 'w+');
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

function kindOf(error: unknown): DiskError {
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' ? 'full' : 'io';
}

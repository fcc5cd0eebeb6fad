import type { Task } from '../task/task.ts';
import { CALLS, type Call } from './calls.ts';
import type { FileSystem } from './file-system.ts';

const PIECE_BYTES = 65_536;

/** The native part of a `FileHandle`: a descriptor whose close returns a promise. */
export function fileHandleClass(
  task: Task,
  fs: FileSystem,
  latencyUs: (call: Call, values: readonly unknown[]) => number,
): new (
  fd: number,
) => object {
  return class FileHandle {
    fd: number;
    private readonly asyncId = task.newId();

    constructor(fd: number) {
      this.fd = fd;
    }

    getAsyncId(): number {
      return this.asyncId;
    }

    close(): Promise<void> {
      const { fd } = this;
      this.fd = -1;
      return new Promise((resolve, reject) => {
        task.after(latencyUs(CALLS['close'] as Call, [fd]), () => {
          try {
            fs.close(fd);
            resolve();
          } catch (error) {
            reject(error);
          }
        });
      });
    }

    /** The next bytes of a web stream over the file; `undefined` at its end. */
    readPiece(): Promise<ArrayBuffer | undefined> {
      const { fd } = this;
      const piece = new ArrayBuffer(PIECE_BYTES);
      const delayUs = latencyUs(CALLS['read'] as Call, [fd, piece, 0, PIECE_BYTES, -1]);
      return new Promise((resolve, reject) => {
        task.after(delayUs, () => {
          try {
            const count = fs.read(fd, new Uint8Array(piece), -1);
            resolve(count === 0 ? undefined : piece.slice(0, count));
          } catch (error) {
            reject(error);
          }
        });
      });
    }

    releaseFD(): number {
      const { fd } = this;
      this.fd = -1;
      return fd;
    }
  };
}

import type { Task } from '../task/task.ts';
import { CALLS, type Call } from './calls.ts';
import type { FileSystem } from './file-system.ts';

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

    releaseFD(): number {
      const { fd } = this;
      this.fd = -1;
      return fd;
    }
  };
}

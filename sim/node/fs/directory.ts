import type { Exports } from '../library/source.ts';
import type { Request } from '../net/stream-binding.ts';
import type { Task } from '../task/task.ts';
import { pathText } from './arguments.ts';
import { listDirectory } from './calls.ts';
import type { FileSystem } from './file-system.ts';

type Perform = (path: string, run: () => unknown, request: unknown) => unknown;

/** `internalBinding('fs_dir')`: directories read in batches. */
export function directoryBinding(task: Task, fs: FileSystem, perform: Perform): Exports {
  class DirHandle {
    private readonly path: string;
    private readonly entries: unknown[];

    constructor(path: string, encoding: unknown) {
      const { names, types } = listDirectory(fs, path, encoding);
      this.path = path;
      this.entries = names.flatMap((name, at) => [name, types[at]]);
    }

    /** Returns at most `count` pairs of a name and a type; `null` at the end. */
    read(_encoding: unknown, count: number, request: unknown): unknown {
      const next = () => (this.entries.length === 0 ? null : this.entries.splice(0, 2 * count));
      return perform(this.path, next, request);
    }

    close(request: unknown): unknown {
      return perform(this.path, () => undefined, request);
    }

    getAsyncId(): number {
      return task.newId();
    }
  }
  const opendir = (path: unknown, encoding: unknown, request: unknown) =>
    perform(pathText(path), () => new DirHandle(pathText(path), encoding), request);
  return { opendir, opendirSync: (path: unknown) => opendir(path, 'utf8', undefined) };
}

/** Runs a call at once, or later for a request; `exceptionOf` builds the errors. */
export function performer(
  task: Task,
  fs: FileSystem,
  exceptionOf: (error: unknown, path: string) => unknown,
): Perform {
  return (path, run, request) => {
    const attempt = () => {
      task.live();
      try {
        return run();
      } catch (error) {
        throw exceptionOf(error, path);
      }
    };
    if (request === undefined) return attempt();
    const { oncomplete } = request as Request; // the library passes a request or nothing
    task.after(fs.port.latencyUs('metadata', path, 0), () => {
      let result: unknown;
      try {
        result = attempt();
      } catch (error) {
        oncomplete?.call(request, error);
        return;
      }
      oncomplete?.call(request, null, result);
    });
    return undefined;
  };
}

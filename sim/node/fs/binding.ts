import { FsError } from '../disk/fs-error.ts';
import { sharedModule } from '../library/shared.ts';
import type { Exports } from '../library/source.ts';
import { uv } from '../net/handle.ts';
import type { Request } from '../net/stream-binding.ts';
import type { Task } from '../task/task.ts';
import { pathText } from './arguments.ts';
import { CALLS, type Call } from './calls.ts';
import { fileHandleClass } from './file-handle.ts';
import type { FileSystem } from './file-system.ts';
import { stepper, treeCalls } from './trees.ts';
import { statWatcherClass } from './watch.ts';

const STAT_FIELDS = 18;
/** Calls that may be told not to throw for a missing file. */
const QUIET = new Set(['stat', 'lstat', 'fstat']);

type ValidateInt32 = (value: unknown, name: string, min: number, max: number) => void;
type UvException = new (context: Readonly<Record<string, unknown>>) => Error;

/** Builds the error that Node's library makes of a failed system call; other errors are left as they are. */
export function exception(error: unknown, syscall: string, path?: string, dest?: string): unknown {
  if (!(error instanceof FsError)) return error;
  const { UVException } = sharedModule('internal/errors') as { UVException: UvException };
  const { code } = error;
  const names = { ...(path === undefined ? {} : { path }), ...(dest === undefined ? {} : { dest }) };
  return new UVException({ errno: uv(code), code, syscall, ...names });
}

/**
 * `internalBinding('fs')` of one incarnation. Each function is one system call in three forms: synchronous, with a request
 * callback, or with a promise. The latter two take effect at the instant of their completion, so they may overtake each other,
 * and never happen if the process ends before.
 */
export function fsBinding(task: Task, fs: FileSystem): Exports {
  const validators = sharedModule('internal/validators') as { validateInt32: ValidateInt32 };
  const kUsePromises = Symbol('fs_use_promises_symbol');

  const perform = (name: string, call: Call, values: readonly unknown[]): unknown => {
    task.live();
    try {
      const path = call.paths > 0 ? pathText(values[0]) : '';
      // Whether a write or a sync fails is asked where it is done, with more known about it.
      const failure =
        call.kind === 'sync' || call.kind === 'write'
          ? undefined
          : fs.port.failure(call.kind, path, call.sizeBytes?.(values) ?? 0);
      if (failure !== undefined) throw new FsError(failure);
      return call.run(fs, values);
    } catch (error) {
      const [path, dest] = values.slice(0, call.paths).map(pathText);
      throw exception(error, call.name ?? name, path, dest);
    }
  };
  const latencyUs = (call: Call, values: readonly unknown[]): number =>
    fs.port.latencyUs(call.kind, call.paths > 0 ? pathText(values[0]) : '', call.sizeBytes?.(values) ?? 0);

  const define = (name: string, call: Call) => {
    return (...given: unknown[]): unknown => {
      const values = given.slice(0, call.argumentCount);
      const request = given[call.argumentCount];
      if (call.paths === 0) validators.validateInt32(values[0], 'fd', 0, 2_147_483_647);
      if (request === undefined) {
        try {
          return perform(name, call, values);
        } catch (error) {
          const isQuiet = QUIET.has(name) && given[call.argumentCount + 1] === (name === 'fstat');
          const { code } = error as { code?: string };
          if (isQuiet && (code === 'ENOENT' || code === 'ENOTDIR' || name === 'fstat')) return undefined;
          throw error;
        }
      }
      task.live();
      if (request === kUsePromises) {
        return new Promise((resolve, reject) => {
          task.after(latencyUs(call, values), () => {
            try {
              resolve(perform(name, call, values));
            } catch (error) {
              reject(error);
            }
          });
        });
      }
      // Anything else the library passes is a request object.
      const { oncomplete } = request as Request;
      const done = (...answer: unknown[]) =>
        (oncomplete ?? (request as Request).oncomplete)?.apply(request, answer);
      task.after(latencyUs(call, values), () => {
        let result: unknown;
        try {
          result = perform(name, call, values);
        } catch (error) {
          done(error);
          return;
        }
        if (result === undefined) done(null);
        else done(null, result);
      });
      return undefined;
    };
  };

  const FileHandle = fileHandleClass(task, fs, (call, values) => latencyUs(call, values));
  const openFileHandle: Call = {
    ...(CALLS['open'] as Call), // present in the table
    name: 'open',
    run: (_, values) => new FileHandle(Number((CALLS['open'] as Call).run(fs, values))),
  };
  const whole = (given: unknown, flags: unknown): string => {
    const fd =
      typeof given === 'number'
        ? given
        : Number(perform('open', CALLS['open'] as Call, [given, flags, 0o666]));
    try {
      const { inode } = fs.descriptors.get(fd);
      const size = inode.kind === 'file' ? inode.data.sizeBytes : 0;
      const bytes = Buffer.alloc(size);
      const count = Number(
        perform('read', CALLS['read'] as Call, [fd, bytes, 0, size, typeof given === 'number' ? -1 : 0]),
      );
      return bytes.toString('utf8', 0, count);
    } finally {
      if (typeof given !== 'number') fs.close(fd);
    }
  };
  const writeWhole = (given: unknown, text: unknown, flags: unknown, mode: unknown): void => {
    const fd =
      typeof given === 'number'
        ? given
        : Number(perform('open', CALLS['open'] as Call, [given, flags, mode]));
    try {
      let bytes: Buffer = Buffer.from(String(text));
      while (bytes.length > 0) {
        const write = CALLS['writeBuffer'] as Call;
        bytes = bytes.subarray(Number(perform('writeBuffer', write, [fd, bytes, 0, bytes.length, null])));
      }
    } finally {
      if (typeof given !== 'number') fs.close(fd);
    }
  };

  class FSReqCallback {
    readonly withBigInt: boolean;

    constructor(withBigInt = false) {
      this.withBigInt = withBigInt;
    }
  }

  const made: Exports = {
    kUsePromises,
    kFsStatsFieldsNumber: STAT_FIELDS,
    statValues: new Float64Array(2 * STAT_FIELDS),
    bigintStatValues: new BigInt64Array(2 * STAT_FIELDS),
    FSReqCallback,
    FileHandle,
    StatWatcher: statWatcherClass(task, fs),
    existsSync: (path: unknown) => fs.exists(pathText(path)),
    internalModuleStat: (...given: unknown[]) => {
      const path = String(given.findLast((value) => typeof value === 'string'));
      if (!fs.exists(path)) return -2;
      return fs.disk.need(path, fs.cwd()).kind === 'directory' ? 1 : 0;
    },
    readFileUtf8: whole,
    writeFileUtf8: writeWhole,
    openFileHandle: define('open', openFileHandle),
    ...treeCalls(
      fs,
      stepper(() => task.live(), exception),
    ),
  };
  for (const [name, call] of Object.entries(CALLS)) made[name] = define(name, call);
  return made;
}

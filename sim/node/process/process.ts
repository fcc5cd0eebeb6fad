import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { resolve } from 'node:path/posix';
import type { Writable } from 'node:stream';
import { sharedModule } from '../library/shared.ts';
import { real } from '../real-process.ts';
import { ProcessEnded } from '../task/ended.ts';
import type { Task } from '../task/task.ts';
import { fixedFigures } from './figures.ts';
import type { ProcessSetting } from './setting.ts';
import { inputStream, outputStream } from './streams.ts';
import { uncaughtWords } from './uncaught.ts';

type ExitCode = number | string | null | undefined;

/** The `process` of one incarnation, with what the host must reach of it. */
export interface ProgramProcess {
  readonly object: EventEmitter & Record<string, unknown>;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Called when the event loop is empty. */
  idle(): void;
  uncaught(error: unknown, origin: 'uncaughtException' | 'unhandledRejection', promise?: unknown): void;
  /** Delivers a signal; without a listener it ends the process. */
  signal(name: string): void;
}

/** `ended` is called once, with the exit code and a readable reason. */
export function createProcess(
  task: Task,
  setting: ProcessSetting,
  ended: (code: number, reason: string) => void,
): ProgramProcess {
  const out = outputStream(task, 'stdout');
  const err = outputStream(task, 'stderr');
  task.standard.set(1, (bytes) => out.stream.write(bytes)).set(2, (bytes) => err.stream.write(bytes));
  let cwd = setting.cwd;
  let exiting = false;
  let capture: ((error: unknown) => void) | null = null;
  let stdin: unknown;

  const object = Object.create(processPrototype()) as ProgramProcess['object'];
  EventEmitter.call(object as EventEmitter);

  const finish = (reason: string): never => {
    if (!exiting) {
      exiting = true;
      object['_exiting'] = true;
      try {
        object.emit('exit', object['exitCode'] ?? 0);
      } catch (error) {
        if (!(error instanceof ProcessEnded)) {
          err.stream.write(uncaughtWords(error));
          object['exitCode'] = 1;
        }
      }
    }
    if (task.alive) {
      out.flush();
      err.flush();
      ended(Number(object['exitCode'] ?? 0), reason);
    }
    throw new ProcessEnded();
  };
  const exit = (code?: ExitCode): never => {
    task.live();
    if (code !== undefined && code !== null) object['exitCode'] = Number(code);
    return finish('exit');
  };

  // Called again in the same turn if `beforeExit` and its continuations have started nothing new.
  let askedInTurn = -1;
  const idle = () => {
    if (askedInTurn === task.turns) finish('nothing left to do');
    askedInTurn = task.turns;
    object.emit('beforeExit', object['exitCode'] ?? 0);
  };

  const uncaught: ProgramProcess['uncaught'] = (error, origin, promise) => {
    let thrown = error;
    if (origin === 'unhandledRejection') {
      if (object.listenerCount('unhandledRejection') > 0) {
        task.guard(() => object.emit('unhandledRejection', error, promise));
        return;
      }
      if (!(error instanceof Error)) {
        thrown = Object.assign(
          new Error(
            'This error originated either by throwing inside of an async function without a catch block, or by ' +
              `rejecting a promise which was not handled with .catch(). The promise rejected with the reason "${String(error)}".`,
          ),
          { code: 'ERR_UNHANDLED_REJECTION' },
        );
      }
    }
    try {
      if (capture !== null) return capture(thrown);
      object.emit('uncaughtExceptionMonitor', thrown, origin);
      if (object.emit('uncaughtException', thrown, origin)) return;
      object['exitCode'] = 1;
    } catch (second) {
      if (second instanceof ProcessEnded) throw second;
      thrown = second;
      object['exitCode'] = 7;
    }
    err.stream.write(uncaughtWords(thrown));
    task.ports.probe('uncaught-error'); // a service may end like that, but its author should see it
    finish(`uncaught ${String(thrown)}`);
  };

  const signal = (name: string) => {
    if (!task.alive) return;
    const number = constants.signals[name as NodeJS.Signals] ?? 15;
    if (name !== 'SIGKILL' && object.listenerCount(name) > 0) {
      object.emit(name, name, number);
      return;
    }
    exiting = true; // a signal ends the process without an `exit` event
    object['exitCode'] = 128 + number;
    finish(name);
  };

  const kill = (pid: number, which: string | number = 'SIGTERM'): true => {
    task.live();
    const { codes } = sharedModule('internal/errors') as {
      codes: Record<string, new (...values: unknown[]) => Error>;
    };
    const { ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_SIGNAL } = codes;
    // As in Node, a numeric string counts as a number.
    if (ERR_INVALID_ARG_TYPE !== undefined && String(pid) !== String(Number(pid) | 0)) {
      throw new ERR_INVALID_ARG_TYPE('pid', 'number', pid);
    }
    if (ERR_UNKNOWN_SIGNAL !== undefined && typeof which === 'string' && !(which in constants.signals)) {
      throw new ERR_UNKNOWN_SIGNAL(which);
    }
    if (Number(pid) !== setting.pid) {
      throw Object.assign(new Error('kill ESRCH'), { errno: -3, code: 'ESRCH', syscall: 'kill' });
    }
    const name =
      typeof which === 'string'
        ? which
        : Object.entries(constants.signals).find(([, number]) => number === which)?.[0];
    if (name !== undefined) task.after(1, () => signal(name));
    return true;
  };

  const emitWarning = (warning: string | Error, type?: unknown, code?: unknown): void => {
    const options =
      typeof type === 'object' && type !== null ? (type as { type?: string; code?: string }) : undefined;
    const name = options?.type ?? (typeof type === 'string' ? type : 'Warning');
    const given = options?.code ?? (typeof code === 'string' ? code : undefined);
    const error = warning instanceof Error ? warning : Object.assign(new Error(warning), { name });
    if (given !== undefined) Object.assign(error, { code: given });
    if (error.name === 'DeprecationWarning' && object['noDeprecation'] === true) return;
    real.nextTick(() => {
      if (!task.alive) return;
      const words = given === undefined ? '' : `[${given}] `;
      err.stream.write(`(node:${setting.pid}) ${words}${error.name}: ${error.message}\n`);
      object.emit('warning', error);
    });
  };

  Object.assign(object, fixedFigures(task), {
    title: 'node',
    argv: [...setting.argv],
    argv0: 'node',
    execArgv: [...setting.execArgv],
    env: programEnv(setting.env),
    pid: setting.pid,
    ppid: 1,
    exitCode: undefined,
    cwd: () => cwd,
    chdir: (directory: string) => {
      const to = resolve(cwd, String(directory));
      if (setting.isDirectory?.(to) === false) {
        const path = `chdir ${cwd} -> '${to}'`;
        throw Object.assign(new Error(`ENOENT: no such file or directory, ${path}`), {
          errno: -2,
          code: 'ENOENT',
        });
      }
      cwd = to;
    },
    exit,
    reallyExit: exit,
    abort: () => {
      exiting = true;
      object['exitCode'] = 134;
      finish('abort');
    },
    kill,
    emitWarning,
    // The real one, which the realm wraps for the duration of the run.
    nextTick: (callback: (...values: unknown[]) => void, ...values: unknown[]) =>
      real.nextTick(callback, ...values),
    setUncaughtExceptionCaptureCallback: (callback: ((error: unknown) => void) | null) => {
      capture = callback;
    },
    hasUncaughtExceptionCaptureCallback: () => capture !== null,
    stdout: out.stream,
    stderr: err.stream,
  });
  Object.defineProperty(object, 'stdin', {
    enumerable: true,
    configurable: true,
    get: () => {
      stdin ??= inputStream();
      return stdin;
    },
  });
  return { object, stdout: out.stream, stderr: err.stream, idle, uncaught, signal };
}

/** `process` has its own prototype between itself and the emitter. */
function processPrototype(): object {
  function process() {}
  const prototype = Object.create(EventEmitter.prototype, {
    constructor: { value: process, writable: true, configurable: true, enumerable: false },
    [Symbol.toStringTag]: { value: 'process', configurable: true },
  }) as object;
  process.prototype = prototype;
  return prototype;
}

/** `process.env`: converts every value to a string. */
function programEnv(given: Readonly<Record<string, string>>): Record<string, string> {
  return new Proxy<Record<string, string>>(
    { ...given },
    {
      set: (env, key, value) => {
        if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
        env[key] = `${value}`;
        return true;
      },
      defineProperty: (env, key, descriptor) => {
        const fixed = descriptor.configurable && descriptor.writable && descriptor.enumerable;
        if (!('value' in descriptor) || !fixed) {
          const words =
            'value' in descriptor
              ? "'process.env' only accepts a configurable, writable, and enumerable data descriptor"
              : "'process.env' does not accept an accessor(getter/setter) descriptor";
          throw Object.assign(new TypeError(words), { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' });
        }
        env[String(key)] = `${descriptor.value}`;
        return true;
      },
    },
  );
}

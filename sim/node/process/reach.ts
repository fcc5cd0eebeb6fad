import { isBuiltin } from 'node:module';
import { parseEnv } from 'node:util';
import type { Exports } from '../library/source.ts';
import { real } from '../real-process.ts';
import { refused } from '../refuse/refused.ts';

/** Calls of `process` that would change the real process, and why they cannot be made. */
const REFUSED: Readonly<Record<string, string>> = {
  binding: "it would pass by the tank to the native side of Node's library",
  _linkedBinding: "it would pass by the tank to the native side of Node's library",
  dlopen: 'native addons cannot be loaded',
  execve: 'a program in the tank cannot become another one',
  initgroups: 'the user of a program is always the same',
  setegid: 'the user of a program is always the same',
  seteuid: 'the user of a program is always the same',
  setgid: 'the user of a program is always the same',
  setgroups: 'the user of a program is always the same',
  setuid: 'the user of a program is always the same',
  _debugProcess: 'a program in the tank cannot attach a debugger to itself',
  _debugEnd: 'a program in the tank cannot attach a debugger to itself',
  _startProfilerIdleNotifier: 'profiles of the real machine have no meaning in the tank',
  _stopProfilerIdleNotifier: 'profiles of the real machine have no meaning in the tank',
};

/** What these calls need of their program. */
export interface ProcessReach {
  readonly object: Record<string, unknown>;
  /** A module as the program loads it, by its name without `node:`. */
  readonly builtin: (id: string) => unknown;
}

interface Finalization {
  readonly createFinalization: () => unknown;
}
type Referable = Readonly<Record<PropertyKey, unknown>> | null | undefined;

const call = (thing: Referable, key: 'ref' | 'unref'): void => {
  const method = thing?.[Symbol.for(`nodejs.${key}`)] ?? thing?.[key];
  if (typeof method === 'function') method.call(thing);
};

/** The calls of `process` that reach other parts of the program, and those that would reach out of the tank. */
export function reach({ object, builtin }: ProcessReach): void {
  const later: Exports = {
    threadCpuUsage: object['cpuUsage'],
    ref: (thing: Referable) => call(thing, 'ref'),
    unref: (thing: Referable) => call(thing, 'unref'),
  };
  let finalization: unknown;
  // As the running version of Node has them: programs look what there is.
  for (const [key, value] of Object.entries(later)) if (key in real) object[key] = value;
  for (const [key, why] of Object.entries(REFUSED)) {
    const original: unknown = Reflect.get(real, key);
    if (typeof original === 'function') object[key] = refused(`process.${key}`, why, original);
  }
  if ('finalization' in real) {
    Object.defineProperty(object, 'finalization', {
      configurable: true,
      enumerable: true,
      get: () => {
        finalization ??= (builtin('internal/process/finalization') as Finalization).createFinalization();
        return finalization;
      },
    });
  }
  Object.assign(object, {
    getBuiltinModule: (id: string) => (isBuiltin(id) ? builtin(id.replace(/^node:/, '')) : undefined),
    loadEnvFile: (path: string | URL = '.env') => {
      const { readFileSync } = builtin('fs') as typeof import('node:fs');
      const env = object['env'] as Record<string, string>; // made by `createProcess`
      for (const [key, value] of Object.entries(parseEnv(readFileSync(path, 'utf8'))))
        if (value !== undefined) env[key] ??= value;
    },
    openStdin: () => {
      const stdin = object['stdin'] as NodeJS.ReadStream; // likewise
      stdin.resume();
      return stdin;
    },
    _getActiveHandles: () => [],
    _getActiveRequests: () => [],
  });
}

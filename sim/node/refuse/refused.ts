import { realRequire } from '../library/shared.ts';
import type { Exports } from '../library/source.ts';

/** Why a module is not simulated, as the end of a sentence. */
export const REFUSED: Readonly<Record<string, string>> = {
  child_process: 'a program in the tank cannot start another operating-system process',
  cluster: 'start several nodes instead of several workers',
  http2: 'HTTP/2 is not simulated, HTTP/1.1 is',
  https: 'TLS is not simulated; between nodes of the tank use http',
  tls: 'TLS is not simulated; between nodes of the tank use net',
  inspector: 'a program in the tank cannot attach a debugger to itself',
  'inspector/promises': 'a program in the tank cannot attach a debugger to itself',
  repl: 'a program in the tank has no terminal',
  sqlite: 'it is native code with its own files',
  test: 'run the program, not its tests',
  'test/reporters': 'run the program, not its tests',
  trace_events: 'traces of the real machine have no meaning in the tank',
  wasi: 'its system calls would pass by the tank',
  worker_threads: 'threads run in real time, so their order could not be repeated',
};

/** Thrown when a program uses something the tank does not provide. The stack begins at the program's own line. */
export class NotSimulated extends Error {
  readonly code = 'ERR_NOT_SIMULATED';

  constructor(what: string, why: string, above: (...values: never[]) => unknown) {
    super(`${what} is not simulated: ${why}.`);
    this.name = 'NotSimulated';
    Error.captureStackTrace(this, above);
  }
}

/** Parts of refused modules that packages use while loading, before any call. */
const HARMLESS: Readonly<Record<string, Exports>> = {
  child_process: {},
  cluster: { isMaster: true, isPrimary: true, isWorker: false, workers: {}, settings: {} },
  worker_threads: {
    isMainThread: true,
    parentPort: null,
    threadId: 0,
    workerData: null,
    resourceLimits: {},
    markAsUncloneable: () => undefined,
    markAsUntransferable: () => undefined,
    isMarkedAsUntransferable: () => false,
    getEnvironmentData: () => undefined,
  },
};

/**
 * A module that can be loaded and inspected, as many packages do, and whose functions and classes throw an explanation. `noticed`
 * is called on each use.
 */
export function refusedModule(id: string, why: string, noticed: (what: string) => void): Exports {
  const real = realModule(id);
  const made: Exports = {};
  for (const key of Object.keys(real)) {
    const value = real[key];
    made[key] = typeof value === 'function' ? refusedFunction(`${id}.${key}`, why, value, noticed) : value;
  }
  return Object.assign(made, HARMLESS[id]);
}

function realModule(id: string): Exports {
  try {
    return realRequire(`node:${id}`) as Exports; // a Node module is an object
  } catch {
    return {};
  }
}

function refusedFunction(what: string, why: string, real: object, noticed: (what: string) => void): unknown {
  function refused(): never {
    noticed(what);
    throw new NotSimulated(what, why, refused);
  }
  // Packages extend classes while loading, which is not yet a use.
  if ('prototype' in real)
    Object.defineProperty(refused, 'prototype', { value: Object.create(Object(real.prototype) as object) });
  return refused;
}

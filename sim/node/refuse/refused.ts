import { Stream } from 'node:stream';
import { realRequire } from '../library/shared.ts';
import type { Exports } from '../library/source.ts';
import { running } from '../task/current.ts';

/** Why a module is not simulated, as the end of a sentence. */
export const REFUSED: Readonly<Record<string, string>> = {
  _tls_common: 'TLS is not simulated; between nodes of the tank use net',
  _tls_wrap: 'TLS is not simulated; between nodes of the tank use net',
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

/**
 * `http2-wrapper`, which `got` loads, makes a TLS socket over a stream that nobody uses, for the class of what is inside. It gets one
 * that is refused when it is used; any other socket is refused at once.
 */
function tlsSocketFor(id: string): unknown {
  const what = `${id}.TLSSocket`;
  const why = REFUSED[id] ?? '';
  const refuse = refused(what, why, realTls().TLSSocket) as () => never; // a function, as the real one
  function TLSSocket(this: unknown, over: unknown): unknown {
    const isUnused = new.target === TLSSocket && over instanceof Stream && !('connecting' in over);
    if (!isUnused) return refuse();
    return { _handle: { _parentWrap: { constructor: refused(`${what} over a stream`, why, TLSSocket) } } };
  }
  TLSSocket.prototype = refuse.prototype as object;
  return TLSSocket;
}

const realTls = (): typeof import('node:tls') => realRequire('node:tls') as typeof import('node:tls'); // its own types

/** Parts of refused modules that packages use while loading, before any call. */
const HARMLESS: Readonly<Record<string, () => Exports>> = {
  tls: () => ({ TLSSocket: tlsSocketFor('tls') }),
  _tls_wrap: () => ({ TLSSocket: tlsSocketFor('_tls_wrap') }),
  child_process: () => ({}),
  cluster: () => ({ isMaster: true, isPrimary: true, isWorker: false, workers: {}, settings: {} }),
  worker_threads: () => ({
    isMainThread: true,
    parentPort: null,
    threadId: 0,
    workerData: null,
    resourceLimits: {},
    markAsUncloneable: () => undefined,
    markAsUntransferable: () => undefined,
    isMarkedAsUntransferable: () => false,
    getEnvironmentData: () => undefined,
  }),
};

/**
 * A module that can be loaded and inspected, as many packages do, and whose functions and classes throw an explanation.
 */
export function refusedModule(id: string, why: string): unknown {
  const real = realModule(id);
  const known = HARMLESS[id]?.() ?? {};
  const made = typeof real === 'function' ? (refused(id, why, real) as object) : {};
  for (const [key, value] of Object.entries(real)) {
    if (key in known) continue;
    const isPlain = typeof value !== 'object' || value === null || PLAIN.has(Object.getPrototypeOf(value));
    Reflect.set(
      made,
      key,
      typeof value === 'function' || !isPlain ? refused(`${id}.${key}`, why, value) : value,
    );
  }
  return Object.assign(made, known);
}

/** Prototypes of tables of constants; any other object has methods that reach the real machine. */
const PLAIN = new Set<unknown>([Object.prototype, Array.prototype, null]);

function realModule(id: string): object {
  try {
    return realRequire(`node:${id}`) as object; // a Node module is an object or a function
  } catch {
    return {};
  }
}

/**
 * A function or class in place of `real` that throws an explanation when it is used; in place of an object, its methods do. The
 * use is noted in the run.
 */
export function refused(what: string, why: string, real: object = {}): unknown {
  if (typeof real !== 'function') {
    return new Proxy(real, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? refused(`${what}.${String(key)}`, why, value) : value;
      },
    });
  }
  function refusing(): never {
    running()?.task.ports.observe({ kind: 'call', name: 'refused', detail: what });
    throw new NotSimulated(what, why, refusing);
  }
  // Packages extend classes while loading, which is not yet a use.
  if ('prototype' in real)
    Object.defineProperty(refusing, 'prototype', { value: Object.create(Object(real.prototype) as object) });
  return refusing;
}

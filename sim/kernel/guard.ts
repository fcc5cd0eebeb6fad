import { installGates, setGates } from './gates.ts';
import { NondeterminismError } from './nondeterminism-error.ts';

export { NondeterminismError };

const forbidden = (call: string) => (): never => {
  throw new NondeterminismError(call);
};

/** Calling or constructing it throws; its other properties stay. */
function forbiddenDate(real: DateConstructor): DateConstructor {
  return new Proxy(real, {
    apply: forbidden('Date()'),
    construct(target, args) {
      if (args.length === 0) throw new NondeterminismError('new Date()');
      return Reflect.construct(target, args) as object; // a date given in full is a value like any other
    },
    get: (target, key, receiver) =>
      key === 'now' ? forbidden('Date.now()') : (Reflect.get(target, key, receiver) as unknown),
  });
}

/** A class that depends on garbage collection. */
const forbiddenClass = (name: string): unknown =>
  class {
    constructor() {
      throw new NondeterminismError(`new ${name}()`);
    }
  };

interface Replacement {
  readonly on: object;
  readonly key: string;
  readonly value?: unknown;
  /** Replaces a value. */
  readonly get?: () => never;
}

function replacements(): Replacement[] {
  const list: Replacement[] = [
    { on: globalThis, key: 'Date', value: forbiddenDate(Date) },
    { on: Math, key: 'random', value: forbidden('Math.random()') },
    { on: performance, key: 'now', value: forbidden('performance.now()') },
    { on: performance, key: 'timeOrigin', get: forbidden('performance.timeOrigin') },
    { on: crypto, key: 'getRandomValues', value: forbidden('crypto.getRandomValues()') },
    { on: crypto, key: 'randomUUID', value: forbidden('crypto.randomUUID()') },
    { on: globalThis, key: 'WeakRef', value: forbiddenClass('WeakRef') },
    { on: WeakRef.prototype, key: 'deref', value: forbidden('WeakRef.deref()') },
    { on: globalThis, key: 'FinalizationRegistry', value: forbiddenClass('FinalizationRegistry') },
    { on: process, key: 'nextTick', value: forbidden('process.nextTick()') },
    { on: process, key: 'pid', get: forbidden('process.pid') },
    { on: process, key: 'ppid', get: forbidden('process.ppid') },
  ];
  for (const key of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch']) {
    list.push({ on: globalThis, key, value: forbidden(`${key}()`) });
  }
  return list;
}

const REPLACEMENTS = replacements();

/** The descriptors that the guard replaced; undefined while it is lifted. */
let found: readonly (PropertyDescriptor | undefined)[] | undefined;

function restore(originals: readonly (PropertyDescriptor | undefined)[]): void {
  REPLACEMENTS.forEach(({ on, key }, i) => {
    const original = originals[i];
    if (original === undefined) Reflect.deleteProperty(on, key);
    else Object.defineProperty(on, key, original);
  });
}

/**
 * Runs `body` while clocks, randomness and timers of the machine throw a {@link NondeterminismError} that names the call and
 * its line. `body` must be synchronous. Not reentrant calls restore what they found.
 */
export function withoutNondeterminism<T>(body: () => T): T {
  const originals = REPLACEMENTS.map(({ on, key }) => Object.getOwnPropertyDescriptor(on, key));
  const outer = found;
  installGates();
  const gates = setGates('run');
  try {
    found ??= originals;
    for (const [i, { on, key, value, get }] of REPLACEMENTS.entries()) {
      const now = get === undefined ? { value, writable: true } : { get };
      // Any other change of attributes makes V8 look up each property of `Math` in a table, for all code and from then on.
      const enumerable = originals[i]?.enumerable ?? true;
      Object.defineProperty(on, key, { ...now, configurable: true, enumerable });
    }
    return body();
  } finally {
    restore(originals);
    setGates(gates);
    found = outer;
  }
}

const LEFT_BEHIND = Symbol.for('wavetank.left-behind');

/** Other changes that a stopped body may leave behind; one list for all copies of this module, as a system file may bring its own. */
const leftBehind = ((): (() => void)[] => {
  const known = Reflect.get(globalThis, LEFT_BEHIND) as (() => void)[] | undefined; // set here only
  const list = known ?? [];
  Object.defineProperty(globalThis, LEFT_BEHIND, { value: list, configurable: true });
  return list;
})();

/** Registers an `undo` for a thread-wide change by a body, in case it is stopped from outside; a no-op without such a change. */
export function whenLifted(undo: () => void): void {
  leftBehind.push(undo);
}

/** Lifts the guard after a body was stopped from outside: none of its code runs any more, not even a `finally`. */
export function liftGuard(): void {
  if (found !== undefined) restore(found);
  setGates('open');
  found = undefined;
  for (const undo of leftBehind) undo();
}

/** A handler (or a checker) reached for something that is not the same in every run. */
export class NondeterminismError extends Error {
  /** The call, e.g. `Date.now()`. */
  readonly call: string;
  /** File and line of the caller, as the stack shows it. */
  readonly place: string;

  constructor(call: string) {
    super(`${call} was called during a run`);
    this.name = 'NondeterminismError';
    this.call = call;
    const frames = (this.stack ?? '').split('\n').filter((line) => line.includes(' at '));
    const outside = frames.find((line) => !line.includes('/sim/kernel/guard.'));
    this.place = outside?.replace(/^\s*at /, '') ?? 'unknown place';
    this.message = `${call} was called during a run, at ${this.place}`;
  }
}

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

interface Replacement {
  readonly on: object;
  readonly key: string;
  readonly value: unknown;
}

function replacements(): Replacement[] {
  const list: Replacement[] = [
    { on: globalThis, key: 'Date', value: forbiddenDate(Date) },
    { on: Math, key: 'random', value: forbidden('Math.random()') },
    { on: performance, key: 'now', value: forbidden('performance.now()') },
    { on: crypto, key: 'getRandomValues', value: forbidden('crypto.getRandomValues()') },
    { on: crypto, key: 'randomUUID', value: forbidden('crypto.randomUUID()') },
    { on: process, key: 'hrtime', value: forbidden('process.hrtime()') },
    { on: process, key: 'nextTick', value: forbidden('process.nextTick()') },
  ];
  for (const key of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch']) {
    list.push({ on: globalThis, key, value: forbidden(`${key}()`) });
  }
  return list;
}

const REPLACEMENTS = replacements();

/** What stood there before the guard came; undefined while it is away. */
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
  try {
    found ??= originals;
    for (const { on, key, value } of REPLACEMENTS) {
      Object.defineProperty(on, key, { value, configurable: true, writable: true, enumerable: true });
    }
    return body();
  } finally {
    restore(originals);
    found = outer;
  }
}

/** Takes the guard away from a body that was stopped from outside: nothing of such a body runs any more, not even a `finally`. */
export function liftGuard(): void {
  if (found !== undefined) restore(found);
  found = undefined;
}

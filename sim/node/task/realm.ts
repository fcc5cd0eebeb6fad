import { EventEmitter } from 'node:events';
import { installGates } from '../../kernel/gates.ts';
import { whenLifted } from '../../kernel/guard.ts';
import { NondeterminismError } from '../../kernel/nondeterminism-error.ts';
import { real } from '../real-process.ts';
import { inDefinition, type Running, running, setRunning } from './current.ts';
import { ProcessEnded } from './ended.ts';

type Listener = (...values: unknown[]) => void;
type NextTick = (callback: Listener, ...values: unknown[]) => void;

const SWAPPED_EVENTS = ['unhandledRejection', 'uncaughtException', 'rejectionHandled', 'warning'] as const;

/** Settings that programs change for all of their process: the next run must not see them. */
const SETTINGS = [
  [Error, 'stackTraceLimit'],
  [EventEmitter, 'defaultMaxListeners'],
  [Buffer, 'poolSize'],
] as const;

/** A property of a real object that is replaced while programs run. */
export interface Replacement {
  readonly on: object;
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

/** @throws NondeterminismError if a function of the definition is running. */
export function refuseInDefinition(call: string): void {
  if (inDefinition()) throw new NondeterminismError(call);
}

const refused = (call: string) => (): never => {
  throw new NondeterminismError(call);
};

/** Globals as functions of a definition see them: using one throws. */
const IN_DEFINITION: ReadonlyMap<PropertyKey, unknown> = new Map<PropertyKey, unknown>([
  ...['setTimeout', 'setInterval', 'setImmediate', 'fetch'].map((name): [string, unknown] => [
    name,
    refused(`${name}()`),
  ]),
  ...['performance', 'crypto'].map((name): [string, unknown] => [
    name,
    new Proxy({}, { get: (_, key) => refused(`${name}.${String(key)}()`) }),
  ]),
]);

/** A global with a separate value for each program; assignments stay within the program. */
export function perProgram(key: PropertyKey): Replacement {
  const before = Object.getOwnPropertyDescriptor(globalThis, key);
  const outside = (): unknown => (before?.get === undefined ? before?.value : before.get.call(globalThis));
  return {
    on: globalThis,
    key,
    descriptor: {
      configurable: true,
      enumerable: before?.enumerable ?? true,
      get: () => {
        if (inDefinition()) return IN_DEFINITION.has(key) ? IN_DEFINITION.get(key) : outside();
        const program = running();
        return program?.globals.has(key) ? program.globals.get(key) : outside();
      },
      set: (value: unknown) => {
        running()?.globals.set(key, value);
      },
    },
  };
}

/** A property shared by all programs, which looks up the running one itself. */
export const shared = (on: object, key: PropertyKey, value: unknown): Replacement => ({
  on,
  key,
  descriptor: {
    value,
    writable: true,
    configurable: true,
    enumerable: Object.getOwnPropertyDescriptor(on, key)?.enumerable ?? false,
  },
});

function guardedTick({ task }: Running, callback: Listener, values: readonly unknown[] | undefined): void {
  if (!task.alive) return;
  try {
    if (values === undefined) callback();
    else callback(...values);
  } catch (error) {
    if (!(error instanceof ProcessEnded)) task.fail(error, 'uncaughtException');
  }
}

/** Leaves the realm that this thread is in. */
let leave: (() => void) | undefined;

whenLifted(() => {
  leave?.();
  setRunning(undefined);
});

/**
 * Turns this thread into the realm of the programs: their globals, clock and random numbers. The returned function restores
 * everything. A run takes place between the two, without returning to the event loop.
 */
export function enterRealm(replacements: readonly Replacement[]): () => void {
  if (leave !== undefined) throw new Error('A run of programs cannot start within another one.');
  const before = replacements.map(({ on, key }) => Object.getOwnPropertyDescriptor(on, key));
  for (const { on, key, descriptor } of replacements) Object.defineProperty(on, key, descriptor);
  const settings = SETTINGS.map(([on, key]) => Reflect.get(on, key) as unknown);
  const known = new Set(Reflect.ownKeys(globalThis));
  const zone = real.env['TZ'];
  real.env['TZ'] = 'UTC';
  const realTick = real.nextTick as NextTick; // the callback's own parameters do not matter here
  const tick: NextTick = (callback, ...values) => {
    // Node checks the callback's type; the wrapper must not hide a wrong one.
    const program = running();
    if (typeof callback !== 'function' || program === undefined) realTick.call(real, callback, ...values);
    // The program is kept with the tick: when a run is stopped, ticks are left over which must not run.
    else
      realTick.call(
        real,
        guardedTick as Listener,
        program,
        callback,
        values.length === 0 ? undefined : values,
      );
  };
  real.nextTick = tick as typeof real.nextTick;
  const listeners = SWAPPED_EVENTS.map((event) => real.rawListeners(event) as Listener[]);
  for (const event of SWAPPED_EVENTS) real.removeAllListeners(event);
  real.on('unhandledRejection', (error, promise) => {
    running()?.task.fail(error, 'unhandledRejection', promise);
  });
  real.on('uncaughtException', (error) => {
    const program = running();
    if (program === undefined) throw error;
    program.task.fail(error, 'uncaughtException');
  });
  installGates();
  leave = () => {
    leave = undefined;
    SETTINGS.forEach(([on, key], at) => {
      Reflect.set(on, key, settings[at]);
    });
    SWAPPED_EVENTS.forEach((event, at) => {
      real.removeAllListeners(event);
      for (const listener of listeners[at] ?? []) real.on(event, listener);
    });
    real.nextTick = realTick as typeof real.nextTick;
    if (zone === undefined) delete real.env['TZ'];
    else real.env['TZ'] = zone;
    for (const key of Reflect.ownKeys(globalThis))
      if (!known.has(key)) Reflect.deleteProperty(globalThis, key);
    replacements.forEach(({ on, key }, at) => {
      const descriptor = before[at];
      if (descriptor === undefined) Reflect.deleteProperty(on, key);
      else Object.defineProperty(on, key, descriptor);
    });
  };
  return leave;
}

import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import v8 from 'node:v8';
import './machine.ts'; // captures what the tank needs before the gates are installed
import { NondeterminismError } from './nondeterminism-error.ts';

/**
 * Functions of Node's modules are imported by name and kept in variables, so removing them from an object during a run does not
 * reach existing references. Each is therefore replaced once by a gate, which lets everything through except during a run.
 */
const MODULES: readonly (readonly [name: string, on: object, keys: readonly string[]])[] = [
  [
    'crypto',
    crypto,
    [
      'randomBytes',
      'pseudoRandomBytes',
      'randomFill',
      'randomFillSync',
      'randomInt',
      'randomUUID',
      'generateKey',
      'generateKeySync',
      'generateKeyPair',
      'generateKeyPairSync',
      'generatePrime',
      'generatePrimeSync',
    ],
  ],
  ['timers', timers, ['setTimeout', 'setInterval', 'setImmediate']],
  ['timers/promises', timersPromises, ['setTimeout', 'setInterval', 'setImmediate']],
  ['process', process, ['hrtime', 'nextTick', 'uptime', 'memoryUsage', 'cpuUsage', 'resourceUsage']],
  ['os', os, ['hostname', 'freemem', 'totalmem', 'loadavg', 'uptime', 'cpus', 'networkInterfaces']],
  ['v8', v8, ['getHeapStatistics', 'getHeapSpaceStatistics']],
];

/** `run`: a run is in progress, all calls are blocked. `load`: a system file is loading, its own code is blocked. */
type Mode = 'open' | 'run' | 'load';

let mode: Mode = 'open';
let installed = false;

/** Sets which calls pass; returns the previous mode. */
export function setGates(next: Mode): Mode {
  const before = mode;
  mode = next;
  return before;
}

/** @throws NondeterminismError if the gates are closed to the caller. */
export function pass(call: string): void {
  if (mode === 'open') return;
  if (mode === 'run') throw new NondeterminismError(call);
  const error = new NondeterminismError(call, 'while the file was loaded');
  if (isOwnCode(error.place)) throw error;
}

/** Whether a place is in a system's own file, not in a package or a loader, which may have reasons to read the clock. */
const isOwnCode = (place: string): boolean => !/[/\\]node_modules[/\\]|node:|unknown place/.test(place);

/** Installs gates in Node's modules, once; open gates have no effect. */
export function installGates(): void {
  if (installed) return;
  installed = true;
  for (const [name, on, keys] of MODULES) for (const key of keys) gate(on, key, `${name}.${key}()`);
  gate(process.hrtime, 'bigint', 'process.hrtime.bigint()');
  gate(process.memoryUsage, 'rss', 'process.memoryUsage.rss()');
  syncBuiltinESMExports();
}

/** Installs a gate in front of one function. */
export function gate(on: object, key: string, call: string): void {
  const real: unknown = Reflect.get(on, key);
  if (typeof real !== 'function') return;
  const gated = new Proxy(real, {
    apply(target, self: unknown, args) {
      pass(call);
      return Reflect.apply(target, self, args) as unknown;
    },
  });
  const { enumerable = true } = Object.getOwnPropertyDescriptor(on, key) ?? {};
  Object.defineProperty(on, key, { value: gated, configurable: true, writable: true, enumerable });
}

/** Installs a gate in front of a value. */
function gateValue(on: object, key: string, read: string): void {
  const real: unknown = Reflect.get(on, key);
  const { enumerable = true } = Object.getOwnPropertyDescriptor(on, key) ?? {};
  const get = (): unknown => {
    pass(read);
    return real;
  };
  Object.defineProperty(on, key, { get, configurable: true, enumerable });
}

/**
 * Also installs permanent gates in front of globals, so that a system file that stores `Math.random` in a variable stores the
 * gate. Only
 * for our own programs, before the file is loaded.
 */
export function installGlobalGates(): void {
  installGates();
  gate(Math, 'random', 'Math.random()');
  gate(performance, 'now', 'performance.now()');
  for (const key of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch'])
    gate(globalThis, key, `${key}()`);
  for (const key of ['getRandomValues', 'randomUUID']) gate(globalThis.crypto, key, `crypto.${key}()`);
  gateValue(process, 'pid', 'process.pid');
  gateValue(process, 'ppid', 'process.ppid');
  gateValue(performance, 'timeOrigin', 'performance.timeOrigin');
  const now = Date.now;
  gate(Date, 'now', 'Date.now()');
  const gatedDate = new Proxy(Date, {
    apply(target, self: unknown, args) {
      pass('Date()');
      return Reflect.apply(target, self, args) as unknown;
    },
    construct(target, args, self) {
      if (args.length === 0) pass('new Date()');
      return Reflect.construct(target, args.length === 0 ? [now()] : args, self) as object;
    },
  });
  const hidden = { configurable: true, writable: true, enumerable: false };
  Object.defineProperty(Date.prototype, 'constructor', { value: gatedDate, ...hidden }); // dates are still made by `Date`
  Object.defineProperty(globalThis, 'Date', { value: gatedDate, ...hidden });
}

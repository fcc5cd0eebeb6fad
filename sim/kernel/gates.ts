import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import './machine.ts'; // takes what the tank needs, before there are gates
import { NondeterminismError } from './nondeterminism-error.ts';

/**
 * Functions of Node's modules are imported by name, and kept in variables: taking them out of an object for the time of a run
 * does not reach who has them already. So each is replaced once, by a gate that lets everything through but while a run goes on.
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
    ],
  ],
  ['timers', timers, ['setTimeout', 'setInterval', 'setImmediate']],
  ['timers/promises', timersPromises, ['setTimeout', 'setInterval', 'setImmediate']],
  ['process', process, ['hrtime', 'nextTick', 'uptime', 'memoryUsage', 'cpuUsage', 'resourceUsage']],
  ['os', os, ['hostname', 'freemem', 'totalmem', 'loadavg', 'uptime', 'cpus', 'networkInterfaces']],
];

/** `run`: a run goes on, nobody may pass. `load`: a system's file is loaded, and its own code may not. */
type Mode = 'open' | 'run' | 'load';

let mode: Mode = 'open';
let installed = false;

/** Sets who may pass; returns what it was before. */
export function setGates(next: Mode): Mode {
  const before = mode;
  mode = next;
  return before;
}

/** @throws NondeterminismError when the gates are shut for the caller. */
export function pass(call: string): void {
  if (mode === 'open') return;
  if (mode === 'run') throw new NondeterminismError(call);
  const error = new NondeterminismError(call, 'while the file was loaded');
  if (isOwnCode(error.place)) throw error;
}

/** Code of a system's file, not of a package or a loader: they may look at the clock for reasons of their own. */
const isOwnCode = (place: string): boolean => !/[/\\]node_modules[/\\]|node:|unknown place/.test(place);

/** Puts gates into Node's modules. Once; what they let through works as before. */
export function installGates(): void {
  if (installed) return;
  installed = true;
  for (const [name, on, keys] of MODULES) for (const key of keys) gate(on, key, `${name}.${key}()`);
  gate(process.hrtime, 'bigint', 'process.hrtime.bigint()');
  gate(process.memoryUsage, 'rss', 'process.memoryUsage.rss()');
  syncBuiltinESMExports();
}

/** Puts a gate before one function. */
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

/**
 * Puts gates before the globals too, for good: a system's file that keeps `Math.random` in a variable has the gate in it. For
 * programs of our own only, before the file is loaded.
 */
export function installGlobalGates(): void {
  installGates();
  gate(Math, 'random', 'Math.random()');
  gate(performance, 'now', 'performance.now()');
  for (const key of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch'])
    gate(globalThis, key, `${key}()`);
  for (const key of ['getRandomValues', 'randomUUID']) gate(globalThis.crypto, key, `crypto.${key}()`);
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
  Object.defineProperty(globalThis, 'Date', {
    value: gatedDate,
    configurable: true,
    writable: true,
    enumerable: false,
  });
}

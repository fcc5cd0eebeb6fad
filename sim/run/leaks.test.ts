import crypto2, { generatePrimeSync, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { hrtime } from 'node:process';
import { setImmediate as soon } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { defineSystem } from '../define/define-system.ts';
import { drawScenario } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';
import { simulate } from './run.ts';

const kept = new WeakRef({});

/** Calls that differ between runs, or between processes. */
const LEAKS: readonly (readonly [call: string, leak: () => unknown])[] = [
  ['crypto.randomUUID()', () => randomUUID()],
  ['crypto.randomUUID()', () => crypto.randomUUID()],
  ['crypto.randomBytes()', () => randomBytes(4)],
  ['crypto.randomInt()', () => randomInt(7)],
  ['crypto.randomFillSync()', () => crypto2.randomFillSync(new Uint8Array(1))],
  ['crypto.getRandomValues()', () => crypto.getRandomValues(new Uint8Array(1))],
  ['crypto.generatePrimeSync()', () => generatePrimeSync(16)],
  ['Math.random()', () => Math.random()],
  ['Date.now()', () => globalThis.Date.now()],
  ['new Date()', () => new Date()],
  ['performance.now()', () => globalThis.performance.now()],
  ['performance.timeOrigin', () => performance.timeOrigin],
  ['process.hrtime()', () => hrtime()],
  ['process.hrtime.bigint()', () => process.hrtime.bigint()],
  ['process.pid', () => process.pid],
  ['process.uptime()', () => process.uptime()],
  ['process.memoryUsage()', () => process.memoryUsage()],
  ['process.memoryUsage.rss()', () => process.memoryUsage.rss()],
  ['v8.getHeapStatistics()', () => getHeapStatistics()],
  ['process.nextTick()', () => process.nextTick(() => {})],
  ['os.hostname()', () => hostname()],
  ['timers.setImmediate()', () => soon(() => {})],
  ['timers/promises.setTimeout()', () => wait(5)],
  ['setTimeout()', () => setTimeout(() => {}, 5)],
  ['queueMicrotask()', () => queueMicrotask(() => {})],
  ['new WeakRef()', () => new WeakRef({})],
  ['WeakRef.deref()', () => kept.deref()],
  ['new FinalizationRegistry()', () => new FinalizationRegistry(() => {})],
];

/** A system with a leak in one of these places. */
function leaky(where: 'init' | 'start' | 'handler' | 'operation' | 'invariant', leak: () => unknown): System {
  const at = (place: typeof where): void => {
    if (place === where) leak();
  };
  const idle = { start() {}, message() {}, timer() {}, disk() {} };
  return defineSystem({
    name: 'leaky',
    replica: {
      ...idle,
      init() {
        at('init');
        return {};
      },
      start: () => at('start'),
    },
    client: {
      ...idle,
      init: () => ({}),
      invoke(_state, _operation: string, ctx) {
        at('handler');
        ctx.complete({ type: 'ok', result: 1 });
      },
    },
    operation() {
      at('operation');
      return 'ask';
    },
    invariants: [
      { id: 'T1', name: 'mine', statement: 'x', initial: () => ({}), on: { step: () => at('invariant') } },
    ],
  });
}

describe('a call that is not the same in every run', () => {
  it.each(LEAKS)('should be named with its line: %s', (call, leak) => {
    const system = leaky('handler', leak);
    const { nondeterminism } = simulate(system, drawScenario('1', system));
    expect(nondeterminism).toEqual({ call, place: expect.stringMatching(/leaks\.test\.ts:\d+/) });
  });

  it.each(['init', 'start', 'handler', 'operation', 'invariant'] as const)(
    'should be named in %s',
    (where) => {
      const system = leaky(where, () => randomUUID());
      const { nondeterminism } = simulate(system, drawScenario('1', system));
      expect(nondeterminism).toEqual({
        call: 'crypto.randomUUID()',
        place: expect.stringMatching(/leaks\.test\.ts:\d+/),
      });
    },
  );

  it('should work as before when no run goes on', () => {
    for (const [, call] of LEAKS) expect(call).not.toThrow();
    expect(randomUUID()).toMatch(/^[0-9a-f-]{36}$/);
    expect(process.pid).toBeGreaterThan(0);
  });
});

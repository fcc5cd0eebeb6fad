import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, expectTypeOf, it } from 'vitest';
import { type Failure, writeFailure } from '../replay/failure-file.ts';
import type { System } from '../scenario/system.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { abd, registerNaive } from '../systems/registers.ts';
import * as api from './index.ts';
import { type ClientProcess, defineSystem, fuzz, type Process, replay, shrink, simulate } from './index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'api-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the public entry', () => {
  it('should have these names and no others', () => {
    expect(Object.keys(api).sort()).toEqual([
      'SECTOR_BYTES',
      'ScenarioError',
      'ScriptedCluster',
      'always',
      'check',
      'checksum',
      'decode',
      'defineCluster',
      'defineSystem',
      'encode',
      'fuzz',
      'inOwnTurn',
      'processId',
      'replay',
      'seal',
      'shrink',
      'simulate',
      'sometimes',
      'unseal',
      'writeFailure',
    ]);
  });
});

describe('simulate', () => {
  it('should give the same run for the same seed, as text or number', () => {
    const run = simulate(abd, { seed: '3' });
    expect(run).toMatchObject({ passed: true, verdict: 'pass' });
    expect(run.failure).toBeUndefined();
    expect(simulate(abd, { seed: 3, checkDeterminism: true }).hash).toBe(run.hash);
    expect(simulate(abd, { seed: 4 }).hash).not.toBe(run.hash);
  });

  it('should inject only the faults that its rules name', () => {
    const quiet = simulate(abd, { seed: 1, calm: true });
    expect(Object.values(quiet.faults).every((count) => count === 0)).toBe(true);

    const rules = [
      { when: 'call #2', then: 'crash replica 0' },
      { when: 'start at replica 0 #2', then: 'cut out for 20ms' },
    ];
    const { faults, failure } = simulate(abd, { seed: 1, calm: true, rules });
    expect(failure).toBeUndefined();
    expect(faults).toMatchObject({ rulesFired: 2, crashes: 1, lost: 0 });

    const wrong = [{ when: 'sent Prepare', then: 'lose' }];
    expect(() => simulate(abd, { seed: 1, rules: wrong })).toThrow(/sent/);
  });

  it('should take what the command takes', () => {
    const set = { 'drop.ppm': 30_000 };
    const { scenario } = simulate(abd, { seed: 1, replicas: 5, clients: 2, operations: 7, set });
    expect(scenario).toMatchObject({
      replicas: 5,
      clients: 2,
      operations: 7,
      faults: { drop: { ppm: 30_000 } },
    });
    expect(() => simulate(abd, { seed: 1, set: { 'network.drop': 1 } })).toThrow(/network\.drop/);
    expect(simulate(abd, { seed: 1, stepsMax: 10 })).toMatchObject({ verdict: 'budget', passed: false });
  });

  it('should say what broke as the command does', () => {
    const { failure, passed } = simulate(registerNaive, {
      seed: 6,
      clients: 3,
      again: 'do it again',
      next: 'shrink it',
    });
    expect(passed).toBe(false);
    expect(failure).toMatch(
      /^✗ no legal order\n {2}B7 linearizable · [\s\S]*before that\n[\s\S]*again +do it again\n {2}next +shrink it$/,
    );
    expect(failure).not.toMatch(/--from/);
  });
});

describe('fuzz', () => {
  it('should stop at the first failure, or go on and keep one of each kind', async () => {
    const first = await fuzz(registerNaive, { seeds: 30, clients: 3 });
    expect(first.failures).toHaveLength(1);
    expect(first.seeds).toBeLessThan(30);
    const all = await fuzz(registerNaive, { seeds: [1, 30], clients: 3, keepGoing: true });
    expect(all).toMatchObject({ seeds: 30 });
    expect(all.passed).toBeLessThan(30);
    expect(new Set(all.failures.map(({ violation }) => violation?.fingerprint)).size).toBe(
      all.failures.length,
    );
  });

  it('should end when it is told to', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const onRun = (): void => {
      seen.push(1);
      if (seen.length === 3) stop.abort();
    };
    expect(await fuzz(pingPong, { seeds: 100, signal: stop.signal, onRun })).toMatchObject({
      seeds: 3,
      passed: 3,
    });
  });
});

describe('a system with state in a closure', () => {
  const idle = { start() {}, timer() {}, disk() {} };
  /** Remembers callers in a Map outside its state; in its state when `honest`. */
  const counting = (honest: boolean): System => {
    const seen = new Map<number, number>();
    const server: Process<{ own: Map<number, number> }, number> = {
      ...idle,
      init: () => ({ own: new Map() }),
      message({ own }, from, message, ctx) {
        const all = honest ? own : seen;
        all.set(message, (all.get(message) ?? 0) + 1);
        ctx.send(from, all.get(message) === 1 ? message : -message);
      },
    };
    const client: ClientProcess<{ n: number }, number, unknown, number> = {
      ...idle,
      init: () => ({ n: 0 }),
      invoke(state, _operation, ctx) {
        ctx.send(api.processId(0), ++state.n);
      },
      message(state, _from, message, ctx) {
        if (Math.abs(message) === state.n) ctx.complete({ type: 'ok', result: message });
      },
    };
    const calm = ['crashes', 'client-crashes', 'loss', 'duplicates', 'misrouting', 'pauses'] as const;
    return defineSystem({
      name: 'counting',
      replica: server,
      client,
      operation: () => 'count',
      replicas: 1,
      without: calm,
    });
  };

  it('should be told by the first run, by each until it is mended, and by the first seed of many', async () => {
    const wrong = counting(false);
    for (const seed of [1, 2]) {
      const { failure, passed, misuse, verdict } = simulate(wrong, { seed });
      expect({ passed, verdict }).toEqual({ passed: false, verdict: 'error' });
      expect(misuse).toMatchObject({ title: 'state outside the state object', process: 'replica 0' });
      expect(failure).toMatch(
        /^✗ state outside the state object\n[\s\S]*again +simulate\(system, \{ seed: '\d' \}\)$/,
      );
    }
    expect((await fuzz(counting(false), { seeds: 5 })).failures[0]?.misuse).toBeDefined();
    expect(simulate(counting(true), { seed: 1 })).toMatchObject({ passed: true });
  });

  it('should not be looked for when nobody wants to', () => {
    expect(simulate(counting(false), { seed: 1, checkDeterminism: false }).misuse).toBeUndefined();
  });
});

describe('shrink and replay', () => {
  it('should make a failing run small, and make it again from its file', async () => {
    const run = simulate(registerNaive, { seed: 6, clients: 3 });
    const small = await shrink(registerNaive, run, { runsMax: 300 });
    expect(small.after.steps).toBeLessThan(small.before.steps);
    expect(small.text).toMatch(/B7 linearizable/);
    const again = simulate(registerNaive, { seed: small.scenario.seed, ...small });
    expect(again.violation?.fingerprint).toBe(run.violation?.fingerprint);
    const failure: Failure = {
      version: 2,
      system: 'register-naive',
      seed: again.scenario.seed,
      scenario: again.scenario,
      edits: again.edits,
      verdict: 'violation',
      fingerprint: again.violation?.fingerprint ?? '',
      invariant: 'B7',
      title: '',
      facts: [],
      step: again.steps,
      hash: again.hash,
      commit: null,
      node: process.version,
      tape: null,
    };
    const file = path.join(folder, 'small.json');
    writeFailure(file, failure);
    expect(replay(registerNaive, file)).toMatchObject({ same: true, passed: false, hash: again.hash });
    expect(replay(registerNaive, { ...failure, hash: 'another' }).same).toBe(false);
  });

  it('should not shrink what does not fail', async () => {
    await expect(shrink(pingPong, simulate(pingPong, { seed: 1 }))).rejects.toThrow('violates nothing');
  });
});

describe('defineSystem', () => {
  type Message = { readonly type: 'Ask' | 'Answer' };
  type Operation = { readonly kind: 'get' } | { readonly kind: 'put'; readonly value: number };
  const idle = { start() {}, timer() {}, disk() {} };
  const replica: Process<{ asked: number }, Message> = {
    ...idle,
    init: () => ({ asked: 0 }),
    message(state, from, _message, ctx) {
      state.asked++;
      ctx.send(from, { type: 'Answer' });
    },
  };
  const client: ClientProcess<{ open: boolean }, Message, Operation, number> = {
    ...idle,
    init: () => ({ open: false }),
    invoke(state, _operation, ctx) {
      state.open = true;
      ctx.send(api.processId(0), { type: 'Ask' });
    },
    message(state, _from, _message, ctx) {
      if (state.open) ctx.complete({ type: 'ok', result: 1 });
      state.open = false;
    },
  };
  const calm = ['crashes', 'client-crashes', 'loss', 'partitions', 'misrouting'] as const;

  it('should infer the types of messages, states, operations and settings', () => {
    const system = defineSystem({
      name: 'typed',
      settings: { draw: (sequence) => ({ limit: sequence.between(1, 3) }) },
      replica: ({ settings }) => {
        expectTypeOf(settings).toEqualTypeOf<{ limit: number }>();
        return replica;
      },
      client,
      operation: (draw, _client, index) =>
        draw.below(2) === 0 ? { kind: 'get' } : { kind: 'put', value: index },
      invariants: [
        {
          id: 'X1',
          name: 'few-questions',
          statement: 'nobody asks a million questions',
          initial: () => ({ seen: 0 }),
          on: {
            step(_state, tank, process) {
              expectTypeOf(tank.replica(process)).toEqualTypeOf<{ asked: number } | undefined>();
            },
          },
        },
      ],
      describeMessage: (message) => {
        expectTypeOf(message).toEqualTypeOf<Message>();
        return message.type;
      },
      replicas: 1,
      without: calm,
    });
    expect(simulate(system, { seed: 1, set: { clog: null } })).toMatchObject({ passed: true });
    // @ts-expect-error: there is no such operation
    defineSystem({ name: 'wrong', replica, client, operation: () => ({ kind: 'got' }) });
  });

  it('should draw within what a system claims', () => {
    const system = defineSystem({
      name: 'modest',
      replica,
      client,
      operation: () => ({ kind: 'get' }),
      replicas: [2, 4],
      clientsMax: 2,
      operationsMax: 8,
      without: ['crashes', 'loss', 'reordering', 'pauses', 'clocks'],
    });
    for (let seed = 1; seed <= 50; seed++) {
      const { scenario } = simulate(system, { seed, stepsMax: 1 });
      expect([2, 4]).toContain(scenario.replicas);
      expect(scenario.clients).toBeLessThanOrEqual(2);
      expect(scenario.operations).toBeLessThanOrEqual(8);
      expect(scenario).toMatchObject({
        isolation: expect.stringMatching(/^(frozen|wire)$/),
        network: { fifo: true },
      });
      for (const fault of [
        'crash',
        'point-crash',
        'blackout',
        'drop',
        'partition',
        'duplicate',
        'pause',
        'clock',
      ])
        expect(scenario.faults).not.toHaveProperty(fault);
    }
  });

  it('should refuse settings that are not its own', () => {
    const settings = { draw: () => ({ limit: 3, loud: false }) };
    const system = defineSystem({
      name: 'set',
      settings,
      replica,
      client,
      operation: () => ({ kind: 'get' }),
    });
    const run = (name: string, value: unknown) => () => simulate(system, { seed: 1, set: { [name]: value } });
    expect(run('settings.limit', 'many')).toThrow('settings.limit: it must be a number');
    expect(run('settings.other', 1)).toThrow('settings.other: there is no such setting');
  });

  it('should say what a definition lacks', () => {
    const wrong = (definition: object) => () => defineSystem(definition as never);
    expect(wrong({ name: 'x', replica, client })).toThrow('defineSystem: x has no `operation`');
    expect(wrong({ name: 'x', replica: idle, client, operation() {} })).toThrow(
      'the replica of x has no handler `init`',
    );
    expect(wrong({ name: 'x', replica, client, operation() {}, without: ['rain'] })).toThrow(
      'there is no "rain"',
    );
  });
});

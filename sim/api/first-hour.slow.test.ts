import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defineSystem } from '../define/define-system.ts';
import { writeFailure } from '../replay/failure-file.ts';
import { registerNaive } from '../systems/registers.ts';
import { plain } from '../text/paint.ts';
import { shrinkLines } from '../text/shrink-lines.ts';
import { fuzz } from './fuzz.ts';
import { replay } from './replay.ts';
import { type Shrunk, shrink } from './shrink.ts';
import { type Run, type SimulateOptions, simulate } from './simulate.ts';
import { throughSeeds } from './through-seeds.ts';

const again = (seed: string): string => `again ${seed}`;
const signal = new AbortController().signal;

describe('the suggested call', () => {
  const firstFailing = (optionsOf: (n: number) => SimulateOptions): Run => {
    for (let n = 1; n <= 40; n++) {
      const run = simulate(registerNaive, optionsOf(n));
      if (!run.passed) return run;
    }
    throw new Error('none of 40 seeds fails');
  };
  const called = async (text: string, run: Run): Promise<Run | Shrunk> => {
    const make = new Function('simulate', 'shrink', 'system', 'run', `return (async () => ${text})();`);
    return (await make(
      simulate,
      (of: typeof registerNaive, failing: Run) => shrink(of, failing, { runsMax: 1 }),
      registerNaive,
      run,
    )) as Run | Shrunk; // returned by one of the two
  };

  it('should make the same run again, whatever was given', async () => {
    const { scenario } = simulate(registerNaive, { seed: 6, clients: 3 });
    const kinds: readonly ((n: number) => SimulateOptions)[] = [
      (n) => ({ seed: n, clients: 3 }),
      (n) => ({ seed: `it's \\ ${n}`, clients: 3, replicas: 3, set: { 'drop.ppm': 30_000, crash: null } }),
      (n) => ({ seed: n, scenario, edits: { 'drop 0>1 #1': 1 } }),
    ];
    for (const optionsOf of kinds) {
      const run = firstFailing(optionsOf);
      const { failure = '' } = run;
      const [, call = ''] = /again +(simulate\(.*\))$/m.exec(failure) ?? [];
      expect(call).toMatch(/^simulate\(system, \{ seed: /);
      expect(await called(call, run)).toMatchObject({ passed: false, hash: run.hash });
      const [, next = ''] = /next +(await shrink\(.*\))$/m.exec(failure) ?? [];
      expect(await called(next, run)).toMatchObject({ exhausted: false });
    }
  });
});

describe('a run that was made small', () => {
  it('should tell its story and why it fails, and be a file that replays', async () => {
    const run = simulate(registerNaive, { seed: 6, clients: 3 });
    const { failure, why, story, text } = await shrink(registerNaive, run, { runsMax: 300 });
    expect(story.length).toBeGreaterThan(0);
    expect(why.faults.map(({ name }) => name)).toBeInstanceOf(Array);
    expect(text).toMatch(
      /\n {2}the story\n {5}1\. [\s\S]*\n {2}needed +.*[\s\S]*again +replay\(system, shrunk\.failure\)$/,
    );
    expect(replay(registerNaive, failure)).toMatchObject({ same: true, passed: false });
    const folder = mkdtempSync(path.join(os.tmpdir(), 'small-'));
    const file = path.join(folder, 'small.json');
    writeFailure(file, failure);
    expect(replay(registerNaive, file)).toMatchObject({ same: true, passed: false });
    rmSync(folder, { recursive: true });
  });

  it('should say what was tried when it is still large', () => {
    const size = {
      steps: 900,
      messages: 101,
      faults: 0,
      operations: 9,
      clients: 1,
      replicas: 3,
      virtualUs: 9,
    };
    const report = {
      before: size,
      after: size,
      runs: 7,
      seconds: 1,
      faults: [],
      others: [],
      interrupted: false,
    };
    const tried = [
      { pass: 'faults', runs: 5, smaller: 1 },
      { pass: 'operations', runs: 2, smaller: 0 },
    ];
    const text = (exhausted: boolean): string =>
      shrinkLines({ ...report, exhausted, tried }, plain).join('\n');
    expect(text(true)).toMatch(
      /still large +101 messages: with any part less .*; runs tried: faults 5, operations 2$/m,
    );
    expect(text(false)).toMatch(/time was over in the middle of “operations”/);
    expect(shrinkLines({ ...report, exhausted: false, tried }, plain, 7).join('\n')).toMatch(
      /all tries are used; give it more with --tries[\s\S]*the tries ended in the middle of “operations”/,
    );
    const small = { ...report, exhausted: true, tried, after: { ...size, messages: 100 } };
    expect(shrinkLines(small, plain).join('\n')).not.toMatch(/still large/);
  });
});

describe('timers with names', () => {
  it('should be told by them, of replicas and of clients', () => {
    const idle = { init: () => ({}), start() {}, message() {}, disk() {} };
    const system = defineSystem({
      name: 'named',
      replica: () => ({
        ...idle,
        timers: { election: 3 },
        start: (_state, ctx) => ctx.setTimer(3, 5),
        timer() {
          throw new Error('too early');
        },
      }),
      client: { ...idle, timers: { retry: 3 }, timer() {}, invoke() {} },
      operation: () => 1,
    });
    expect(simulate(system, { seed: 1 }).failure).toMatch(/replica \d timer election$/m);
    expect(system.timerName?.(3, false)).toBe('retry');
    expect(system.timerName?.(4, true)).toBeUndefined();
  });
});

describe('seeds as a test', () => {
  const seeds = Array.from({ length: 40 }, (_, i) => String(i + 1));
  const common = { name: 'x', seeds, options: {}, minutes: 0, again, signal, replayed: false };
  const idle = { init: () => ({}), start() {}, message() {}, timer() {}, disk() {} };
  const quiet = defineSystem({
    name: 'quiet',
    replica: idle,
    client: { ...idle, invoke: (_state, _operation: number, ctx) => ctx.complete({ type: 'ok', result: 1 }) },
    operation: () => 1,
  });
  const hard = defineSystem({
    name: 'hard',
    replica: { ...idle, start: (_state, ctx) => ctx.probe('history-too-hard') },
    client: { ...idle, invoke: (_state, _operation: number, ctx) => ctx.complete({ type: 'ok', result: 1 }) },
    operation: () => 1,
  });

  it('should say how many were not judged to their end, as a campaign does', async () => {
    const why = /^(x: )?not judged: 2 runs not to the end: a legal order costs too much to find/;
    const told: string[] = [];
    const two = { ...common, seeds: ['1', '2'], timeout: undefined, tell: (text: string) => told.push(text) };
    await throughSeeds({ ...two, system: quiet });
    expect(told).toEqual([]);
    await throughSeeds({ ...two, system: hard });
    expect(told).toEqual([expect.stringMatching(why)]);
    expect((await fuzz(hard, { seeds: 2 })).notJudged).toMatch(why);
    expect((await fuzz(quiet, { seeds: 2 })).notJudged).toBeUndefined();
  });

  it('should say how many were done and how many fit when the time is over', async () => {
    await expect(throughSeeds({ ...common, system: quiet, timeout: 0 })).rejects.toThrow(
      /^time is over: 1 of 40 seeds passed in [\d.]+ s; about 1 fit into 0 s: seeds: 1, or a longer timeout$/,
    );
  });

  it('should fail if a rule or an edit had no effect in any of them, but not in a replay of one', async () => {
    const misspelt = [
      { when: 'call', then: 'pause it for 1ms' },
      { when: 'send massage', then: 'lose' },
    ];
    expect(simulate(quiet, { seed: 1, rules: misspelt }).noEffect).toEqual([
      'rule 2 had no effect: "send massage" never occurred',
    ]);
    const edits = { 'drop 0>1 #9000': 1 };
    const all = { ...common, system: registerNaive, seeds: ['1', '2'], timeout: undefined };
    const calm = { calm: true, clients: 2 };
    await throughSeeds({ ...all, options: { ...calm, rules: [{ when: 'call', then: 'pause it for 1ms' }] } });
    await expect(throughSeeds({ ...all, options: { ...calm, rules: misspelt } })).rejects.toThrow(
      /^in all 2 seeds:\n {2}rule \d had no effect: "send massage" never occurred; known messages: /,
    );
    await expect(throughSeeds({ ...all, options: { ...calm, edits } })).rejects.toThrow(
      'in all 2 seeds:\n  edit "drop 0>1 #9000" had no effect: the run never came to this decision',
    );
    await throughSeeds({ ...all, options: { ...calm, edits }, replayed: true });
  });

  it('should give themselves the time that they take', async () => {
    await throughSeeds({ ...common, system: quiet, timeout: undefined });
    await expect(throughSeeds({ ...common, system: registerNaive, timeout: undefined })).rejects.toThrow(
      /seeds passed before this one\n\n✗ [\s\S]*again +again \d+\n {2}next +WAVETANK_SHRINK=1 again/,
    );
  });
});

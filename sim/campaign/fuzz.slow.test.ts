import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../cli/program.ts';
import { FakeIo } from '../cli/testing/fake-io.ts';
import { readFailure } from '../replay/failure-file.ts';
import { drawScenario } from '../scenario/swarm.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { amount, LONG } from '../testing/long.ts';
import { bundleOf } from './bundle.ts';
import { type Plan, slotAt, slotCount } from './plan.ts';
import { Pool } from './pool.ts';

const registry = { systems, defaultSystem };
const MAIN = path.join(import.meta.dirname, '../../scripts/start.mjs');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fuzz-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const out = (): string => path.join(folder, 'campaign');

async function fuzz(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['fuzz', ...words], io, registry);
  return { code, out: io.stdout, err: io.stderr };
}

interface Line {
  readonly seed: string;
  readonly fingerprint: string;
  readonly file: string;
}

const findings = (): Line[] =>
  readFileSync(path.join(out(), 'findings.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('a plan', () => {
  const plan: Plan = {
    systems: ['a', 'b'],
    first: 5,
    last: 14,
    minutes: null,
    shard: { index: 1, count: 1 },
    untilFailure: false,
    strategy: null,
    mutant: null,
    catalogue: null,
    set: [],
    extra: ['deadbeef'],
  };
  const slots = (of: Plan): string[] => {
    const all: string[] = [];
    for (let i = 0; ; i++) {
      const slot = slotAt(of, i);
      if (slot === undefined) return all;
      all.push(`${slot.system} ${slot.seed}`);
    }
  };

  it('should begin with the named seeds, then take each seed for each system', () => {
    expect(slots(plan).slice(0, 4)).toEqual(['a deadbeef', 'b deadbeef', 'a 5', 'b 5']);
    expect(slots(plan)).toHaveLength(22);
    expect(slotCount(plan)).toBe(22);
  });

  it('should be covered by its shards, each run exactly once', () => {
    const parts = [1, 2, 3].map((index) => ({ ...plan, shard: { index, count: 3 } }));
    for (const part of parts) expect(slots(part)).toHaveLength(slotCount(part) ?? -1);
    expect(parts.flatMap(slots).sort()).toEqual(slots(plan).sort());
  });
});

describe('a pool', () => {
  const ONE = { threads: 1, limitMs: 5000, heapMbMax: 400 };
  const task = { system: 'ping-pong', scenario: drawScenario('1', pingPong) };
  const program = (body: string): string =>
    `export const ready = () => true; export default (task) => { ${body} };`;

  it('should charge a task that does not end, and go on', async () => {
    const pool = new Pool(program('if (task.system === "hang") for (;;); return { verdict: "pass" };'), {
      ...ONE,
      limitMs: 300,
    });
    expect(await pool.run({ ...task, system: 'hang' })).toEqual({ type: 'hang' });
    expect(await pool.run(task)).toEqual({ type: 'ran', run: { verdict: 'pass' } });
    await pool.close();
  });

  it('should charge a task that takes its thread with it, and go on', async () => {
    const pool = new Pool(
      program('if (task.system === "exit") process.exit(7); return { verdict: "pass" };'),
      ONE,
    );
    expect(await pool.run({ ...task, system: 'exit' })).toMatchObject({ type: 'crash' });
    expect(await pool.run(task)).toMatchObject({ type: 'ran' });
    await pool.close();
  });

  it('should charge a task that eats all memory, and go on', async () => {
    const greedy =
      'const all = []; if (task.system === "eat") for (;;) all.push(new Array(1000).fill(task.scenario.seed + all.length));';
    const pool = new Pool(program(`${greedy} return { verdict: "pass" };`), {
      ...ONE,
      limitMs: 50_000,
      heapMbMax: 40,
    });
    expect(await pool.run({ ...task, system: 'eat' })).toMatchObject({ type: 'crash' });
    expect(await pool.run(task)).toMatchObject({ type: 'ran' });
    await pool.close();
  });

  it('should tell at once when its program cannot be loaded', async () => {
    const pool = new Pool('throw new Error("no such thing");', { ...ONE, threads: 2, limitMs: 50_000 });
    await expect(pool.ready()).rejects.toThrow('no such thing');
    await pool.close();
  });

  it('should run the systems', async () => {
    const { code } = await bundleOf(path.join(import.meta.dirname, 'worker.ts'));
    const pool = new Pool(code, { ...ONE, threads: 2 });
    await pool.ready();
    const answers = await Promise.all([pool.run(task), pool.run(task)]);
    expect(answers[0]).toMatchObject({ type: 'ran', run: { verdict: 'pass' } });
    expect(answers[1]).toEqual(answers[0]);
    await pool.close();
  });
});

describe('fuzz', () => {
  const CLEAN = amount(4, 40);
  /** Short runs, in the short form: what a campaign does with them is tested, and not what they find. */
  const SMALL = LONG ? [] : ['--ops', '8'];

  it('should keep its options in the command to run next', async () => {
    const words = ['--system', 'ping-pong', '--ops', '3', '--strategy', 'pct', '--until-failure'];
    const { out: shown } = await fuzz(
      ...['--seeds', '1..4', ...words, '--shard', '1/2'],
      ...['--workers', '1', '--out', out()],
    );
    expect(shown.trimEnd().split('\n').at(-1)).toBe(
      '  next        npm run fuzz -- --seeds 5..8 --system ping-pong --strategy pct --set operations=3 --shard 1/2 --until-failure',
    );
  });

  it('should be clean on a sound system, and say what was and was not tested', async () => {
    const { code, out: shown } = await fuzz(
      '--seeds',
      `1..${CLEAN}`,
      ...SMALL,
      '--system',
      'ping-pong,vsr',
      '--out',
      out(),
      '--workers',
      '2',
    );
    expect(code).toBe(0);
    expect(shown).toContain(`✓ clean  ${2 * CLEAN} runs · ${2 * CLEAN} passed · 0 failed`);
    expect(shown).toMatch(/not reached/);
    expect(shown.trimEnd().split('\n').at(-1)).toBe(
      `  next        npm run fuzz -- --seeds ${CLEAN + 1}..${2 * CLEAN} --system ping-pong,vsr${LONG ? '' : ' --set operations=8'}`,
    );
    expect(readdirSync(out())).toEqual(['campaign.json']);
  });

  it('should give the same totals whatever the number of workers', async () => {
    const totals: unknown[] = [];
    for (const workers of ['1', '2']) {
      const { out: shown } = await fuzz(
        '--seeds',
        `1..${amount(4, 60)}`,
        ...SMALL,
        '--out',
        `${out()}${workers}`,
        '--workers',
        workers,
        '--json',
      );
      const { steps, probes, faults, new_states } = JSON.parse(shown) as Record<string, unknown>;
      totals.push({ steps, probes, faults, new_states });
    }
    expect(totals[0]).toEqual(totals[1]);
  });

  it('should keep each kind of failure once, with its shortest seed, as a file that sim takes', async () => {
    const { code, out: shown } = await fuzz(
      '--seeds',
      `${amount(3, 1)}..${amount(13, 200)}`, // the third and the thirteenth fail in different ways
      ...SMALL,
      '--mutant',
      'V25',
      '--workers',
      LONG ? '2' : '1',
      '--out',
      out(),
      '--json',
    );
    expect(code).toBe(1);
    const { findings: groups } = JSON.parse(shown) as {
      findings: { file: string; times: number; step: number }[];
    };
    expect(groups.length).toBeGreaterThan(1);
    for (const { file, times, step } of groups) {
      expect(findings().filter((line) => line.file === file)).toHaveLength(times);
      const failure = readFailure(file);
      expect(failure).toMatchObject({ system: 'vsr', mutant: 'V25', step });
      const io = new FakeIo();
      expect(await main(['sim', file, '--json'], io, registry)).toBe(1);
      expect(JSON.parse(io.stdout)).toMatchObject({
        hash: failure.hash,
        violation: { fingerprint: failure.fingerprint },
      });
    }
  });

  it('should stop at the first finding when told to', async () => {
    const { code } = await fuzz('--mutant', 'V01', '--until-failure', '--out', out(), '--workers', '1');
    expect(code).toBe(1);
    expect(findings().length).toBeGreaterThan(0);
  });

  it('should run every seed with the fields that were given, and say so in a finding', async () => {
    await fuzz(
      ...['--seeds', '1..10', '--workers', '1', '--mutant', 'V01'],
      ...['--set', 'clients=2', '--beyond', '--out', out()],
    );
    const files = readdirSync(out()).filter((name) => /^vsr-.*\.json$/.test(name));
    const scenarios = files.map((name) => {
      const { scenario } = readFailure(path.join(out(), name));
      return [scenario.clients, scenario.beyond];
    });
    expect(scenarios.length).toBeGreaterThan(0);
    expect(new Set(scenarios.map((each) => JSON.stringify(each)))).toEqual(new Set(['[2,true]']));
  });

  const refused: readonly (readonly [words: string[], says: RegExp])[] = [
    [[], /^how long\?/],
    [['--seeds', '9..1'], /first seed must not be greater/],
    [['--seeds', '1..2', '--system', 'vsr,nope'], /no system "nope"/],
    [['--seeds', '1..2', '--shard', '3/2'], /--shard 3\/2: part I of N/],
    [['--seeds', '1..2', '--strategy', 'luck'], /--strategy luck: there is no such strategy/],
    [['--seeds', '1..2', '--set', 'network.nope=1'], /--set network\.nope=1/],
    [['--seeds', '1..2', '--workers', '0'], /--workers/],
    [['--minutes', '-1'], /--minutes/],
    [['--minutes', '0'], /a number above 0/],
    [['--seeds', '1..2', '--mutant', 'V999'], /no such mutant/],
    [['--seeds', '1..2', '--catalogue', 'x.json'], /needs --mutant/],
    [['--resume'], /--resume needs --out/],
    [['--resume', '--out', '/nowhere'], /holds no campaign/],
    [['--resume', '--out', '/nowhere', '--until-failure'], /--until-failure was decided/],
  ];
  for (const [words, says] of refused) {
    it(`should refuse: ${says.source}`, async () => {
      const { code, out: shown, err } = await fuzz(...words);
      expect({ code, shown }).toEqual({ code: 2, shown: '' });
      expect(err).toMatch(says);
      expect(err.split('\n')).toHaveLength(2);
    });
  }

  it('should not write over a campaign that has findings or can go on', async () => {
    await fuzz('--seeds', '1..10', '--workers', '1', '--mutant', 'V01', '--out', out());
    expect((await fuzz('--seeds', '1..30', '--out', out())).err).toMatch(/holds the findings of a campaign/);
    const file = path.join(out(), 'campaign.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"finished":true', '"finished":false'));
    expect((await fuzz('--seeds', '1..30', '--out', out())).err).toMatch(/is not finished: add --resume/);
  });
});

describe('a campaign that is interrupted', () => {
  /** Ctrl-C, the `n`-th time that the clock is looked at. */
  class Impatient extends FakeIo {
    private interrupt: () => void = () => {};
    private looks = 0;

    override nowMs(): number {
      if (++this.looks === 20) this.interrupt();
      return super.nowMs();
    }

    override onInterrupt(handler: () => void = () => {}): () => void {
      this.interrupt = handler;
      return () => {};
    }
  }

  it('should say how to go on, and make each run once in the end', async () => {
    const io = new Impatient();
    const small = ['--seeds', '1..100', '--system', 'ping-pong', '--ops', '5'];
    const words = [...small, '--workers', '1', '--out', out()];
    expect(await main(['fuzz', ...words], io, registry)).toBe(130);
    expect(io.stdout.trimEnd().split('\n').at(-1)).toBe(
      `  next        npm run fuzz -- --resume --out ${out()}`,
    );
    const { code, out: shown } = await fuzz('--resume', '--out', out(), '--workers', '1', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(shown)).toMatchObject({ runs: 100, passed: 100, finished: true });
  });
});

describe('a campaign that is killed', () => {
  const PLAN = ['--seeds', `1..${amount(10, 150)}`, '--mutant', 'V19', '--workers', LONG ? '2' : '1'];
  const start = (...words: string[]): ChildProcess =>
    spawn(process.execPath, [MAIN, 'fuzz', ...words], { stdio: 'ignore' });
  const ended = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => child.on('exit', (code) => resolve(code)));

  it('should lose no finding, and go on to the same end', { timeout: 120_000 }, async () => {
    const whole = `${out()}-whole`;
    await fuzz(...PLAN, '--out', whole);
    const expected = readFileSync(path.join(whole, 'findings.jsonl'), 'utf8').trimEnd().split('\n');

    const child = start(...PLAN, '--out', out());
    const gone = ended(child);
    const file = path.join(out(), 'findings.jsonl');
    while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    await gone;
    const before = findings();
    expect(before.length).toBeGreaterThan(0);
    const running = readdirSync(out()).filter((name) => name.startsWith('running-'));
    expect(running.length).toBeGreaterThan(0); // what was running when it was killed, scenarios and all
    for (const line of before) readFailure(line.file);

    const { code } = await fuzz('--resume', '--out', out(), '--workers', '1');
    expect(code).toBe(1);
    const seedsOf = (lines: readonly { readonly seed: string }[]): string[] =>
      lines.map(({ seed }) => seed).sort();
    expect(seedsOf(findings())).toEqual(seedsOf(expected.map((line) => JSON.parse(line) as Line)));
    const totals = (of: string): object =>
      (JSON.parse(readFileSync(path.join(of, 'campaign.json'), 'utf8')) as { totals: object }).totals;
    expect(totals(out())).toEqual(totals(whole));
    const left = readdirSync(out()).filter(
      (name) => !/^(vsr-.*\.json|campaign\.json|findings\.jsonl)$/.test(name),
    );
    expect(left).toEqual([]);
  });
});

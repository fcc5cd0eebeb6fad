import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../files/repository.ts';
import { simulate } from '../../run/run.ts';
import { drawScenario } from '../../scenario/swarm.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import type { Registry } from '../../systems/registry.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { toys } from '../testing/toys.ts';

const real: Registry = { systems, defaultSystem };

async function sim(
  registry: Registry,
  ...words: string[]
): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['sim', ...words], io, registry);
  return { code, out: io.stdout, err: io.stderr };
}

async function json(
  registry: Registry,
  ...words: string[]
): Promise<{ code: number; value: Record<string, unknown> }> {
  const { code, out, err } = await sim(registry, ...words, '--json');
  expect(err).toBe('');
  expect(out.endsWith('\n')).toBe(true);
  return { code, value: JSON.parse(out) as Record<string, unknown> }; // one object, or it throws
}

let folder = '';
const file = (name: string): string => path.join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sim-'));
  writeFileSync(file('broken.json'), '{"version": 1,');
  writeFileSync(file('list.json'), '[]');
  const scenario = drawScenario('5', systems.get('vsr') as never); // it exists: other tests would not start
  const wrong = { ...scenario, network: { ...scenario.network, delayMeanUs: 'long' } };
  writeFileSync(file('wrong.json'), JSON.stringify(wrong));
  writeFileSync(file('more.json'), JSON.stringify({ ...scenario, weather: 'bad' }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('sim refuses', () => {
  const cases: readonly (readonly [words: () => string[], says: RegExp])[] = [
    [() => [''], /^the seed is empty/],
    [() => ['x'.repeat(65)], /^the seed has 65 characters/],
    [() => ['tab\there'], /not printable/],
    [() => ['1', '--system', 'nope'], /no system "nope"; there are vsr/],
    [() => ['1', '--nope'], /unknown option '--nope'/],
    [() => ['1', '2'], /too many arguments/],
    [() => ['1', '--scenario', file('none.json')], /none\.json does not exist$/],
    [() => ['1', '--scenario', folder], /is a directory$/],
    [() => ['1', '--scenario', file('broken.json')], /broken\.json is not JSON/],
    [() => ['1', '--scenario', file('list.json')], /list\.json: .*object/],
    [() => ['1', '--scenario', file('wrong.json')], /wrong\.json: network\.delayMeanUs: must be a number$/],
    [() => ['1', '--scenario', file('more.json')], /more\.json: .*weather/],
    [() => ['1', '--replicas', '0'], /replicas: must be at least 1/],
    [() => ['1', '--strategy', 'luck'], /no such strategy/],
    [() => ['1', '--replicas', '100'], /replicas: must be at most 7/],
    [() => ['1', '--clients', '1e3'], /--clients 1e3: a whole number/],
    [() => ['1', '--set', 'network.nope=1'], /network: there is no field `nope`/],
    [() => ['1', '--set', 'drop.ppm=1000001'], /faults\.drop\.ppm: must be at most 1000000/],
    [() => ['1', '--set', 'settings.keys=0'], /settings\.keys/],
    [() => ['1', '--edit', 'gravity=0'], /a decision and its value/],
    [
      () => ['1', '--edit', 'rule #1=5'],
      /^--edit "rule #1=5": rule happens or it does not, so its value is 1 or 0$/,
    ],
    [() => ['1', '--edit', 'operation 3 #1=-1'], /operation happens or it does not/],
    [() => ['1', '--edit', 'delay 0>1 #2=-3'], /^--edit "delay 0>1 #2=-3": no value of delay is below 0$/],
    [() => ['1', '--streams', '0'], /--streams 0/],
    [() => ['--seeds', '1..2', '--streams', '3'], /--streams needs one seed/],
    [() => ['1', '--streams', '3', '--stream', '2'], /^--streams makes many runs/],
    [() => ['1', '--when', 'deliver X'], /^--when and --then go in pairs/],
    [() => ['1', '--when', 'deliver X to', '--then', 'lose'], /^--when 'deliver X to': .*at its end/],
    [() => ['1', '--when', 'point x', '--then', 'lose'], /^--then 'lose': lose needs a message/],
    [() => ['--seeds', '9..1'], /^--seeds 9\.\.1: the first seed/],
    [() => ['--seeds', 'all'], /a range of whole numbers/],
    [() => ['7', '--seeds', '1..2'], /either one seed or --seeds/],
    [() => ['7', '--keep-going'], /--keep-going needs --seeds/],
    [() => ['--seeds', '1..2', '--until', '5'], /--until needs one seed/],
    [() => ['7', '--from', '9', '--until', '3'], /--from 9 comes after --until 3/],
    [() => ['7', '--log', 'loud'], /there is no such level/],
    [() => ['7', '--log-nodes', '99', '--log', 'info'], /--log-nodes 99: the processes are 0 to/],
    [() => ['7', '--mutant', 'V999'], /^--mutant V999: there is no such mutant$/],
    [() => ['7', '--catalogue', file('none.json')], /--catalogue needs --mutant/],
    [() => ['7', '--mutant', 'V01', '--catalogue', file('none.json')], /does not exist$/],
  ];
  for (const [words, says] of cases) {
    it(`should say one sentence: ${says.source}`, async () => {
      const { code, out, err } = await sim(real, ...words());
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err.trimEnd()).toMatch(says);
      expect(err.split('\n')).toHaveLength(2); // one line and its end
    });
  }
});

describe('sim', () => {
  it('should say what the seed drew, how it went, and end with the command to run next', async () => {
    const { code, out } = await sim(toys, '7');
    expect(code).toBe(0);
    expect(out).toMatch(/seed +7/);
    expect(out).toMatch(/✓ pass +[\d,]+ steps · .* virtual · [\d,]+ steps\/s · hash [0-9a-f]{16}/);
    expect(out).toMatch(/probes +answered \d+/);
    expect(out.trimEnd().split('\n').at(-1)).toBe('  next        npm run sim -- --seeds 1..1000');
  });

  it('should draw a seed and print it when none is given', async () => {
    const { out } = await sim(toys);
    expect(out.split('\n')[0]).toMatch(/seed +4242$/);
  });

  it('should give one object for machines', async () => {
    const { code, value } = await json(toys, '7');
    expect(code).toBe(0);
    expect(value).toMatchObject({ seed: '7', system: 'good', verdict: 'pass', violation: null });
    for (const key of ['steps', 'virtual_ms', 'steps_per_s']) expect(value[key]).toBeTypeOf('number');
    expect(value['hash']).toMatch(/^[0-9a-f]{16}$/);
    expect(value['scenario']).toEqual(drawScenario('7', toys.systems.get('good') as never)); // it exists
    expect(value['faults']).toHaveProperty('lost');
    expect(value['probes']).toHaveProperty('answered');
  });

  it('should show a violation in one block, and repeat it by the command that it shows', async () => {
    const { code, out } = await sim(toys, '7', '--system', 'greedy');
    expect(code).toBe(1);
    const block = out.slice(out.indexOf('✗'));
    expect(block).toMatch(
      /^✗ one answer too many\n {2}T1 at-most-five · the server answers at most five letters\n/,
    );
    expect(block).toMatch(/step [\d,]+ · .*s · greedy, 1 replica, \d+ clients? · seed 7/);
    expect(block).toContain('  the server has answered 6 letters\n  five are allowed\n');
    expect(block).toMatch(/before that .*\n( +[\d,]+ .*\n)+/);
    const last = out.trimEnd().split('\n').at(-1) ?? '';
    expect(last).toBe('  next        npm run shrink -- 7 --system greedy');
    const words = last.split('-- ')[1]?.split(' ') ?? [];
    expect((await sim(toys, ...words)).out).toBe(out.replace(/\d+ steps\/s/, (speed) => speed));
    const { value } = await json(toys, ...words);
    expect(value).toMatchObject({
      verdict: 'violation',
      violation: {
        invariant: 'T1',
        title: 'one answer too many',
        fingerprint: 'T1 six',
        command: 'npm run sim -- 7 --system greedy',
      },
    });
  });

  it('should run many seeds, stop at the first failure, or go on', async () => {
    const all = await json(toys, '--seeds', '1..20');
    expect(all.code).toBe(0);
    expect(all.value).toMatchObject({ seeds: 20, passed: 20, failed: [], probes: { answered: 20 } });
    const first = await json(toys, '--seeds', '1..20', '--system', 'greedy');
    expect(first.code).toBe(1);
    expect(first.value['failed']).toHaveLength(1);
    const every = await json(toys, '--seeds', '1..20', '--system', 'greedy', '--keep-going');
    expect(every.value['seeds']).toBe(20);
    expect((every.value['failed'] as unknown[]).length).toBe(20 - (every.value['passed'] as number));
    const shown = await sim(toys, '--seeds', '1..20', '--system', 'greedy');
    expect(shown.out).toMatch(/✗ one answer too many/);
    expect(shown.out.trimEnd().split('\n').at(-1)).toMatch(/next {8}npm run shrink -- \d+ --system greedy/);
  });

  it('should take the scenario that it prints', async () => {
    const printed = await sim(real, '11', '--print-scenario', '--ops', '5');
    writeFileSync(file('eleven.json'), printed.out);
    const direct = await json(real, '11', '--ops', '5');
    const read = await json(real, '--scenario', file('eleven.json'));
    expect(read.value['hash']).toBe(direct.value['hash']);
    expect(read.value['scenario']).toEqual(JSON.parse(readFileSync(file('eleven.json'), 'utf8')));
  });

  it('should override fields and force decisions', async () => {
    const { value } = await json(
      real,
      '3',
      '--replicas',
      '5',
      '--clients',
      '2',
      '--ops',
      '4',
      '--set',
      'crash=null',
    );
    expect(value['scenario']).toMatchObject({
      replicas: 5,
      clients: 2,
      operations: 4,
    });
    expect(Object.keys((value['scenario'] as { faults: object }).faults)).not.toContain('crash');
    const before = await json(toys, '7', '--set', 'drop.ppm=0');
    const after = await json(toys, '7', '--set', 'drop.ppm=0', '--edit', 'drop 1>0 #1=1');
    expect(before.value['faults']).toMatchObject({ lost: 0 });
    expect(after.value['faults']).toMatchObject({ lost: 1 });
  });

  it('should run the scenario of a seed under other dice, and each of them again', async () => {
    const many = await json(toys, '7', '--system', 'greedy', '--streams', '4');
    const { streams, failed } = many.value as {
      streams: number;
      failed: { seed: string; command: string }[];
    };
    expect({ code: many.code, streams }).toEqual({ code: 1, streams: 4 });
    const [first] = failed;
    expect(first?.command).toMatch(/^npm run sim -- 7 --system greedy --stream \d$/);
    const again = await json(toys, ...(first?.command.split('-- ')[1]?.split(' ') ?? []));
    expect(again.value).toMatchObject({ verdict: 'violation' });
    const { seed: _, ...drawn } = (await json(toys, '7', '--system', 'greedy')).value['scenario'] as {
      seed: string;
    };
    expect(again.value['scenario']).toEqual({ ...drawn, seed: `7~${first?.command.at(-1)}` });
    const { out } = await sim(toys, '7', '--system', 'greedy', '--streams', '4');
    expect(out).toMatch(/fails +100 % of 4 streams of this scenario/);
    expect(out).toContain('4 failed  4 runs · ');
    expect(out).toMatch(/not reached answered\n/);
  });

  it('should take rules, run the examples of the docs, and repeat them', async () => {
    const docs = readFileSync(path.join(ROOT, 'docs/rules.md'), 'utf8');
    const examples = docs.split('\n').filter((line) => line.startsWith('npx wavetank sim '));
    expect(examples).toHaveLength(5);
    for (const example of examples) {
      const words = [...(example.split('wavetank sim ')[1]?.matchAll(/'([^']*)'|(\S+)/g) ?? [])];
      const { code, out } = await sim(real, ...words.map(([, quoted, word = '']) => quoted ?? word));
      expect(code).toBe(0);
      expect(out).toMatch(/\n {2}rules {7}when /);
      expect(out).toMatch(/rules? fired/);
      expect(out).toContain(`--when '${words[2]?.[1]}'`);
    }
  });

  it('should log from a step on, cut after a step, and only some processes', async () => {
    const { err, out } = await sim(toys, '7', '--from', '5', '--until', '9');
    const lines = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { step: number; process: number; msg: string });
    const steps = lines.map(({ step }) => step);
    expect(steps.length).toBeGreaterThan(3);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...steps)).toBeLessThanOrEqual(9);
    expect(out).toMatch(/✂ cut, no violation so far +9 steps/);
    const one = await sim(toys, '7', '--log', 'trace', '--log-nodes', '0');
    const processes = one.err
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { process: number | null }).process);
    expect(new Set(processes)).toEqual(new Set([0, null])); // null: events without a process, such as the end of faults
  });

  it('should give the same hash at any log level, and in-process', async () => {
    const hashes = new Set<unknown>();
    for (const level of ['silent', 'info', 'trace']) {
      const io = new FakeIo();
      await main(['sim', '7', '--json', '--log', level], io, real);
      hashes.add((JSON.parse(io.stdout) as { hash: string }).hash);
      expect(io.stderr === '').toBe(level === 'silent');
    }
    const vsr = systems.get('vsr') as never; // it exists
    hashes.add(simulate(vsr, drawScenario('7', vsr)).hash);
    expect(hashes.size).toBe(1);
  });

  it('should end with 4 when the steps run out, and say how to give it more', async () => {
    const { code, out } = await sim(toys, '7', '--max-steps', '10');
    expect(code).toBe(4);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/npm run sim -- 7 --max-steps 100$/);
  });

  it('should end with 5 when a handler throws that nobody judges', async () => {
    const { code, err } = await sim(toys, '7', '--system', 'thrower');
    expect(code).toBe(5);
    expect(err).toContain('four is too much');
  });

  it('should put a known bug into the code in memory, and find it', async () => {
    const { code, out } = await sim(real, '--seeds', '1..100', '--mutant', 'V01');
    expect(code).toBe(1);
    expect(out).toMatch(/I4 no-quorum|I4 /);
    const last = out.trimEnd().split('\n').at(-1) ?? '';
    expect(last).toMatch(/npm run shrink -- \d+ --mutant V01$/);
    const seed = /-- (\d+)/.exec(last)?.[1] ?? '';
    expect((await json(real, seed, '--mutant', 'V01')).value['verdict']).toBe('violation');
    expect((await json(real, seed)).value['verdict']).toBe('pass');
  });
});

describe('what is not the same in every run', () => {
  it('should be refused where it is called: Date.now()', async () => {
    const { code, out } = await sim(toys, '7', '--system', 'clock');
    expect(code).toBe(3);
    expect(out).toMatch(/Date\.now\(\).*toys\.ts:\d+/s);
    const { value } = await json(toys, '7', '--system', 'clock');
    expect(value['nondeterminism']).toMatchObject({ call: 'Date.now()' });
  });

  it('should be refused where it is called: Math.random()', async () => {
    const { code, out } = await sim(toys, '--seeds', '1..3', '--system', 'dice');
    expect(code).toBe(3);
    expect(out).toMatch(/Math\.random\(\).*toys\.ts:\d+/s);
  });

  it('should be found by comparing two runs: state outside of the state', async () => {
    const { code, out } = await sim(toys, '7', '--system', 'hoarder', '--check-determinism');
    expect(code).toBe(3);
    expect(out).toMatch(/step [\d,]+/);
    expect(out.trimEnd().split('\n').at(-1)).toContain('--check-determinism');
  });

  it('should say so when two runs are the same', async () => {
    const { code, out } = await sim(toys, '7', '--check-determinism');
    expect(code).toBe(0);
    expect(out).toMatch(/determinism +the same at every step/);
  });

  it('should see a message that is changed after it was sent', async () => {
    const { code, out, err } = await sim(toys, '7', '--system', 'rewriter', '--set', 'isolation=frozen');
    expect(code).toBe(5);
    expect(out + err).toMatch(/read only property 'number'/);
  });
});

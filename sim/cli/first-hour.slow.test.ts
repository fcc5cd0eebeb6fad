import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../systems/index.ts';
import { main } from './program.ts';
import { counterFile } from './testing/counter-file.ts';
import { FakeIo } from './testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'first-hour-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string): string => path.join(folder, name);

async function run(io: FakeIo, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const code = await main(words, io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}
const told = (...words: string[]) => run(new FakeIo(), ...words);

const GREEDY =
  ", invariants: [{ id: 'T1', name: 'few', statement: 'x', initial: () => ({}), on: { step(_: any, tank: any, p: any) { if ((tank.replica(p)?.n ?? 0) > 30) tank.violate({ title: 'too many', facts: [], witness: 'many' }); } } }]";
const greedy = inFolder('greedy.ts');
writeFileSync(
  greedy,
  counterFile({
    more: GREEDY,
    onAsk: 'ctx.probe("history-too-hard");\nif (state.n > 1e6) {\n  state.n = 0;\n}',
  }),
);

it('should say its version', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await told('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

describe('completion', () => {
  it('should know commands and options in bash', async () => {
    const { code, out } = await told('completion', 'bash');
    expect(code).toBe(0);
    const file = inFolder('completion.bash');
    writeFileSync(file, out);
    const complete = (...words: string[]): string[] => {
      const line = `source ${file}; COMP_WORDS=(wavetank ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _wavetank; echo "\${COMPREPLY[*]}"`;
      return execFileSync('bash', ['-c', line], { encoding: 'utf8' }).trim().split(/\s+/);
    };
    expect(complete('sh')).toEqual(['shrink']);
    expect(complete('')).toContain('linearizable');
    expect(complete('fuzz', '--m').sort()).toEqual(['--max-steps', '--minutes', '--mutant']);
    expect(complete('sim', '--step')).not.toContain('--step-digests'); // internal option
  });

  it('should be there for zsh and fish, and for no other', async () => {
    expect((await told('completion', 'zsh')).out).toMatch(/bashcompinit\n_wavetank\(\)/);
    expect((await told('completion', 'fish')).out).toMatch(/^complete -c wavetank .* -a sim -d '.*'$/m);
    expect(await told('completion', 'tcsh')).toMatchObject({
      code: 2,
      err: /there is no completion for tcsh/,
    });
  });
});

describe('wavetank.config.ts', () => {
  const home = process.cwd();
  afterEach(() => process.chdir(home));
  const there = async (text: string, ...words: string[]) => {
    writeFileSync(inFolder('wavetank.config.ts'), text);
    process.chdir(folder);
    return told(...words);
  };

  it('should give a command what its line leaves out', async () => {
    const text =
      "export default { system: './greedy.ts', seeds: '1..2', out: 'campaign', workers: 1 } as const;";
    const { out, code } = await there(text, 'sim', '1');
    expect(code).toBe(1);
    expect(out).toMatch(/again +npm run sim -- 1 --system \.\/greedy\.ts\n/);
    expect((await there(text, 'sim', '1', '--system', 'ping-pong')).out).not.toMatch(/greedy/);
    const campaign = await there(text, 'fuzz', '--json');
    expect(JSON.parse(campaign.out)).toMatchObject({ runs: 2, workers: 1, folder: 'campaign' });
    const [{ file }] = (JSON.parse(campaign.out) as { findings: [{ file: string }] }).findings;
    expect((await there("export default { system: 'ping-pong' };", 'sim', file)).out).toMatch(/too many/);
  });

  it('should be refused where it says something else', async () => {
    expect(await there("export default { sytem: 'vsr' };", 'sim', '1')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^wavetank\.config\.ts: .*sytem.*\n$/),
    });
  });
});

describe('fuzz', () => {
  const fuzz = (...words: string[]) =>
    told('fuzz', '--system', greedy, '--workers', '1', '--out', inFolder(`out-${words.join('')}`), ...words);

  it('should show the first finding of each kind, and count the others', async () => {
    const { code, out } = await fuzz('--seeds', '1..12');
    expect(code).toBe(1);
    expect(out.match(/^✗ seed /gm)).toHaveLength(1);
    expect(out).toMatch(/^ +11 × T1 too many {2}seed /m);
  });

  it('should take sizes, and write JUnit', async () => {
    const junit = inFolder('junit.xml');
    const words = ['--seeds', '11..13', '--replicas', '1', '--clients', '2', '--ops', '60', '--junit', junit];
    const { out } = await fuzz(...words, '--json');
    const { runs, failed, findings } = JSON.parse(out) as {
      runs: number;
      failed: number;
      findings: [{ file: string }];
    }; // what fuzz prints
    expect({ runs, failed: failed > 0 }).toEqual({ runs: 3, failed: true });
    const [{ file }] = findings;
    const { scenario } = JSON.parse(readFileSync(file, 'utf8')) as { scenario: object };
    expect(scenario).toMatchObject({ replicas: 1, clients: 2, operations: 60 });
    expect(readFileSync(junit, 'utf8')).toMatch(
      new RegExp(
        `<testcase [^>]*name="T1 too many[^>]*><failure type="T1" message="T1 too many">${failed} runs`,
      ),
    );
    expect(readFileSync(junit, 'utf8')).toContain('<system-out>not judged: 3 runs not to the end: ');
    expect((await fuzz('--seeds', '1..2', '--replicas', '0')).err).toMatch(/replicas: must be at least 1/);
  });
});

describe('many seeds', () => {
  class Impatient extends FakeIo {
    private handler = (): void => {};

    override onInterrupt(handler: () => void = () => {}): () => void {
      this.handler = handler;
      return () => {};
    }

    override breathe(): Promise<void> {
      this.handler();
      return Promise.resolve();
    }
  }

  it('should not be green when they are interrupted', async () => {
    const { code, out } = await run(new Impatient(), 'sim', '--seeds', '1..100', '--system', 'ping-pong');
    expect(code).toBe(130);
    expect(out).toMatch(/^interrupted {2}1 seed · 1 passed/);
    expect(out).not.toMatch(/✓/);
    expect(out).toMatch(/next +npm run sim -- --seeds 2\.\.100 --system ping-pong\n$/);
  });

  it('should be a case each in a JUnit report', async () => {
    const junit = inFolder('seeds.xml');
    await told('sim', '--seeds', '4..6', '--keep-going', '--system', greedy, '--junit', junit);
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toMatch(/<testsuite [^>]*tests="3" failures="3"/);
    expect(xml).toMatch(/name="seed 5"><failure type="T1" message="too many">/);
    expect(xml).toContain('<system-out>not judged: 3 runs not to the end: ');
    expect((await told('sim', '4', '--junit', junit)).err).toBe('--junit needs --seeds\n');
  });

  it.each([
    ['in this thread', ['sim', '--keep-going']],
    ['in several threads', ['fuzz', '--workers', '2', '--out', inFolder('covered')]],
  ])('should say which lines of the file none of them has run, %s', async (_, words) => {
    const { out } = await told(...words, '--seeds', '1..3', '--system', greedy, '--coverage', '--json');
    const { coverage } = JSON.parse(out) as { coverage: { file: string; never: number[]; lines: number }[] };
    const line =
      1 +
      readFileSync(greedy, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('state.n = 0'));
    expect(coverage[0]?.never).toContain(line);
    expect(coverage[0]?.lines).toBeGreaterThan(10);
    expect(coverage[0]?.never.length).toBeLessThan(10);
    expect(coverage).toHaveLength(1);
  });
});

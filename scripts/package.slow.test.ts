import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulate } from '../sim/run/run.ts';
import { drawScenario } from '../sim/scenario/swarm.ts';
import { systems } from '../sim/systems/index.ts';
import { amount } from '../sim/testing/long.ts';
import { PackedProject } from './testing/packed.ts';

const TUTORIAL = path.join(import.meta.dirname, '../docs/tutorial');
const good = readFileSync(path.join(TUTORIAL, 'one-server-once.ts'), 'utf8');
const bad = readFileSync(path.join(TUTORIAL, 'one-server.ts'), 'utf8');

/** A server as one writes it in a minute: it keeps what it is told in memory, and tells nobody. */
const SERVER = `
import { createServer } from 'node:http';
const values = new Map();
createServer(async (request, response) => {
  let value = '';
  for await (const part of request) value += part;
  if (request.method === 'PUT') values.set(request.url, value);
  else if (!values.has(request.url)) response.statusCode = 404;
  response.end(values.get(request.url));
}).listen(process.env.PORT);
`;

let project: PackedProject;
beforeAll(() => {
  project = new PackedProject();
  project.write('client.ts', readFileSync(path.join(TUTORIAL, 'client.ts'), 'utf8'));
  project.write('good.ts', good);
  project.write('bad.ts', bad);
}, 400_000);
afterAll(() => project.remove());

describe('the package, installed into an empty project', () => {
  it('should run a system file', () => {
    const { code, out, err } = project.npx(['wavetank', 'sim', '42', '--system', './good.ts']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/✓ pass/);
    expect(out).toMatch(/next +npx wavetank sim --seeds 1\.\.1000 --system \.\/good\.ts\n$/);
  });

  it('should run a system file in plain JavaScript', () => {
    project.write('plain.js', "export { pingPong as default } from 'wavetank/systems';\n");
    expect(project.wavetank(['sim', '1', '--system', './plain.js'])).toMatchObject({
      code: 0,
      err: '',
    });
  });

  it('should write pages without a bundler', () => {
    expect(project.wavetank(['report', '42', '--system', './good.ts', '--html', 'run.html'])).toMatchObject({
      code: 0,
      err: '',
    });
    const page = readFileSync(path.join(project.folder, 'run.html'), 'utf8');
    expect(page).toContain('<script id="data" type="application/json">');
    expect(page).toMatch(/<style>[^<]*#selected/);
    const left = readdirSync(path.join(project.folder, 'node_modules'), { encoding: 'utf8' });
    expect(left).not.toContain('.cache');
  });

  it('should fuzz a system file in threads, and make a finding again from its file', () => {
    const words = ['fuzz', '--seeds', '1..8', '--workers', '1', '--out', 'campaign', '--system', './bad.ts'];
    const { code, out } = project.wavetank([...words, '--coverage', '--json']);
    expect(code).toBe(1);
    const { findings, coverage } = JSON.parse(out) as {
      findings: { file: string; invariant: string }[];
      coverage: { file: string; lines: number; never: number[] }[];
    }; // what fuzz prints
    expect(coverage.map(({ file }) => file).sort()).toEqual(['bad.ts', 'client.ts']);
    for (const { lines, never } of coverage) expect(never.length).toBeLessThan(lines / 2);
    expect(findings[0]?.invariant).toBe('I17');
    const again = project.wavetank(['sim', findings[0]?.file ?? '']);
    expect(again).toMatchObject({ code: 1, err: '' });
    expect(again.out).toMatch(/I17 linearizability/);
    const shrink = ['shrink', findings[0]?.file ?? '', '--tries', '5', '--out', 'small.json'];
    expect(project.wavetank([...shrink])).toMatchObject({ code: 0, err: '' });
    expect(project.wavetank(['sim', 'small.json'])).toMatchObject({ code: 1, err: '' });
  });

  it('should check a system file exhaustively, and give a run of the simulator for what it finds', () => {
    const words = ['check', '--clients', '1', '--operations', '2', '--timer', 'timer 0=1', '--json'];
    const checked = (file: string, ...more: readonly string[]) =>
      project.wavetank([...words, '--system', file, ...more]);
    const good = checked('./good.ts');
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(good.out)).toMatchObject({ verdict: 'holds' });
    const { code, out } = checked('./bad.ts', '--clients', '3', '--out', 'checked');
    expect(code).toBe(1);
    const { counterexample } = JSON.parse(out) as { counterexample: { file: string } }; // what check prints
    expect(project.wavetank(['sim', counterexample.file])).toMatchObject({ code: 1, err: '' });
  });

  it('should judge a history by a model of the user, in TypeScript', () => {
    project.write(
      'ticket.ts',
      "const step = (next: number, { f }: { f: string }) => (f === 'next' ? { state: next + 1, result: next } : []);\nexport default { name: 'ticket', init: (): number => 0, step };\n",
    );
    const ticket = (client: number, result: number, call: number): string =>
      JSON.stringify({ client, op: 'next', result, call, return: call + 2 });
    project.write('good.jsonl', `${ticket(0, 1, 1)}\n${ticket(1, 0, 2)}\n`);
    project.write('bad.jsonl', `${ticket(0, 1, 1)}\n${ticket(1, 0, 4)}\n`);
    const judged = (file: string) => project.wavetank(['linearizable', file, '--model', './ticket.ts']);
    expect(judged('good.jsonl')).toMatchObject({ code: 0, err: '' });
    expect(judged('bad.jsonl')).toMatchObject({ code: 1, err: '' });
    expect(judged('bad.jsonl').out).toMatch(/^✗ .* ticket /);
  });

  it('should run programs of the user: those of a cluster file, and a server that is merely named', () => {
    project.write('server.js', SERVER);
    const tried = project.wavetank(['try', './server.js', '--http', 'PUT /kv/{key}']);
    expect(tried).toMatchObject({ code: 1, err: '' });
    expect(tried.out).toMatch(
      /I17 linearizability · [\s\S]*next +npx wavetank shrink \d+ --system \.\/server\.cluster\.mjs\n$/,
    );
    const [, seed = ''] = /npx wavetank sim (\d+) /.exec(tried.out) ?? [];
    const again = project.wavetank(['sim', seed, '--system', './server.cluster.mjs']);
    expect(again).toMatchObject({ code: 1, err: '' });
    expect(again.out).toMatch(/I17 linearizability/);
    const missing = project.wavetank(['try', './sever.js', '--http', 'PUT /kv/{key}']);
    expect(missing).toEqual({ code: 2, out: '', err: 'try ./sever.js: there is no such file\n' });
  });

  it('should draw for our own systems what the repository draws', () => {
    for (const name of ['vsr', 'abd']) {
      const { out } = project.wavetank(['sim', '1', '--system', name, '--json']);
      const { hash } = JSON.parse(out) as { hash: string }; // what sim prints
      const system = systems.get(name);
      if (system === undefined) throw new Error(name);
      expect(hash).toBe(simulate(system, drawScenario('1', system)).hash);
    }
    const vocabularies = readFileSync(
      path.join(project.folder, 'node_modules/wavetank/dist/sim/systems/vocabularies.json'),
      'utf8',
    );
    for (const [name, vocabulary] of Object.entries(JSON.parse(vocabularies) as Record<string, unknown>))
      expect(vocabulary).toEqual(systems.get(name)?.vocabulary?.());
  });

  it('should load no more than a command needs', () => {
    const bin = path.join(project.folder, 'node_modules/wavetank/dist/bin');
    const fileOf = (group: string): string =>
      readdirSync(bin).find((name) => name.startsWith(`${group}-`)) ?? '';
    const importsOf = (group: string): readonly string[] =>
      [...readFileSync(path.join(bin, fileOf(group)), 'utf8').matchAll(/^import .*"\.\/(\w+)-[^"]*";$/gm)]
        .map(([, from = '']) => from)
        .filter((from) => from !== 'rolldown');
    expect({ base: importsOf('base'), core: importsOf('core') }).toEqual({ base: [], core: ['base'] });
  });

  it('should run our own systems, and say what mutants need', () => {
    expect(project.wavetank(['sim', '1'])).toMatchObject({ code: 0, err: '' });
    const { code, err } = project.wavetank(['sim', '1', '--mutant', 'V01']);
    const sentence = expect.stringMatching(/^mutants are put into the source code[^\n]*\n$/);
    expect({ code, err }).toMatchObject({ code: 2, err: sentence });
    expect(project.wavetank(['mutants'])).toMatchObject({ code: 2, err: sentence });
    expect(project.wavetank(['fuzz', '--seeds', '1..2', '--mutant', 'V01'])).toMatchObject({
      code: 2,
      err: sentence,
    });
    expect(project.wavetank(['seeds'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^seeds: the regressions are in the repository[^\n]*\n$/),
    });
  });

  it('should have every page and picture that its README and its pages lead to', () => {
    const root = path.join(import.meta.dirname, '..');
    const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [{ files }] = JSON.parse(listed) as [{ files: { path: string }[] }]; // what npm prints
    const packed = new Set(files.map((file) => file.path));
    const pages = [...packed].filter((file) => file.endsWith('.md'));
    expect(pages).toContain('README.md');
    const dead: string[] = [];
    for (const page of pages) {
      const text = readFileSync(path.join(root, page), 'utf8');
      for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^(https?:|#)/.test(link)) continue;
        const file = path.posix.join(path.posix.dirname(page), link.replace(/#.*/, ''));
        if (!packed.has(file)) dead.push(`${page}: ${link}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it('should have types', () => {
    const options = {
      module: 'nodenext',
      allowImportingTsExtensions: true,
      target: 'es2023',
      strict: true,
      noEmit: true,
      types: [],
    };
    project.write('wrong.ts', good.replace("kind: 'read' }, {", "kind: 'raed' }, {"));
    // Both at once: most of the time goes into the declarations of the package, which both use.
    project.write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: options, files: ['good.ts', 'wrong.ts'] }),
    );
    const { code, out } = project.node('typescript/bin/tsc', ['-p', '.', '--checkers', '1']);
    expect(code).not.toBe(0);
    expect(out).toMatch(/"raed"/);
    const complaints = out.split('\n').filter((line) => /^\S/.test(line)); // further lines of one are indented
    expect(complaints.filter((line) => !line.startsWith('wrong.ts('))).toEqual([]);
  });
});

describe('wavetank/vitest', () => {
  interface Tested {
    readonly code: number | null;
    readonly text: string;
  }
  const vitest = (words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Tested => {
    const { code, out, err } = project.node(
      'vitest/vitest.mjs',
      ['run', '--reporter=verbose', '--testTimeout=120000', ...words],
      env,
    );
    return { code, text: `${out}${err}` };
  };
  beforeAll(() => project.link('vitest'));

  it('should pass over many seeds, and show how many: the test of the tutorial', () => {
    const [system, test] = ['abd.ts', 'abd.test.ts'].map((file) =>
      readFileSync(path.join(TUTORIAL, file), 'utf8'),
    );
    project.write('abd.ts', system ?? '');
    const seeds = amount(5, 50);
    project.write('abd.test.ts', (test ?? '').replaceAll(/seeds: \d+/g, `seeds: ${seeds}`));
    const { code, text } = vitest();
    expect(text).toMatch(new RegExp(`✓ .*the register is atomic \\(${seeds} seeds\\)`));
    expect(code).toBe(0);
    project.removeFile('abd.test.ts');
  });

  describe('when tests fail', () => {
    /** Both tests in one run: each start of vitest takes a second. */
    let failed: Tested;
    beforeAll(() => {
      const lines = [
        "import { simTest } from 'wavetank/vitest';",
        "import bad from './bad.ts';",
        "import good from './good.ts';",
        "simTest('register', bad, { seeds: 50 });",
        "simTest('endless', good, { seeds: 1_000_000, timeout: 500 });",
      ];
      project.write('register.test.ts', `${lines.join('\n')}\n`);
      failed = vitest();
    });

    it('should fail with the block that the command prints, and replay one seed', () => {
      const { code, text } = failed;
      expect(code).toBe(1);
      expect(text).toMatch(
        /✗ .*\n +I17 linearizability · [\s\S]*before that[\s\S]*again +WAVETANK_SEED=\d+ npx vitest run -t register\n +next +WAVETANK_SHRINK=1 WAVETANK_SEED=\d+ npx vitest run -t register/,
      );
      const [, seed = ''] = /WAVETANK_SEED=(\d+)/.exec(text) ?? [];
      const again = vitest(['-t', 'register'], { WAVETANK_SEED: seed });
      expect(again.code).toBe(1);
      expect(again.text).toContain(`register (seed ${seed})`);
      expect(again.text).toContain('I17 linearizability');
      const small = vitest(['-t', 'register'], { WAVETANK_SEED: seed, WAVETANK_SHRINK: '0.02' });
      expect(small.code).toBe(1);
      expect(small.text).toMatch(/✓ shrunk[\s\S]*I17 linearizability/);
    });

    it('should honour time limits', () => {
      const { text } = failed;
      expect(text).toMatch(/ Tests +2 failed \(2\)/);
      expect(text).toMatch(/time is over: \d+ of 1000000 seeds passed in .* fit into 0\.5 s/);
    });
  });
});

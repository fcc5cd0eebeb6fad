import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { LONG } from '../../testing/long.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
/** Pages that show commands of the repository or the package with their output. */
const PAGES = [
  'README.md',
  'docs/reading-a-failure.md',
  'docs/concepts.md',
  'docs/linearizability.md',
  'examples/raft/README.md',
];

/** Commands that pages show as `npm run ...`: they need the code of the built-in systems, or examples. */
const needsRepository = (command: string): boolean => /--mutant|examples\//.test(command);

const registry = { systems, defaultSystem };

/** Splits a command like a shell; enough for a README. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

async function run(command: string): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(words(command), io, registry);
  return { code, out: io.stdout, err: io.stderr };
}

/** Removes differences between machines and commits. */
const timeless = (text: string): string =>
  text
    .replaceAll(/ · commit [^\n]*/g, '')
    .replaceAll(/[\d,]+ steps\/s/g, 'N steps/s')
    .replaceAll(/ in [\d.]+ s ·/g, ' ·');

/** Output as the installed package would print it. */
const packaged = (text: string): string => text.replaceAll(/npm run (\w+) --/g, 'npx wavetank $1');

const shownBlock = (command: string, text: string): string =>
  `<!-- shown: ${command} -->\n\`\`\`console\n${text}\`\`\`\n<!-- end -->`;

/** Commands whose output is compared only in the long form, or written on request. */
const takesLong = (command: string): boolean =>
  !LONG && process.env['UPDATE_README'] === undefined && command.startsWith('shrink');

describe.each(PAGES)('%s', (page) => {
  const file = path.join(ROOT, page);
  const readme = readFileSync(file, 'utf8');

  /** UPDATE_README=1 in the environment updates the page with the actual output. */
  it('should show what is really printed', { timeout: 300_000 }, async () => {
    let updated = readme;
    const shown = [...readme.matchAll(/<!-- shown: (.*) -->\n```console\n([\s\S]*?)```\n<!-- end -->/g)];
    for (const [whole, command = '', block = ''] of shown) {
      if (takesLong(command)) {
        await run(command.replace('--minutes 5', '--tries 20')); // later commands need its file
        continue;
      }
      const { out } = await run(command);
      const [name = '', ...rest] = words(command);
      const inPackage = page === 'README.md' || !needsRepository(command);
      const text = `$ ${inPackage ? `npx wavetank ${name}` : `npm run ${name} --`} ${rest.join(' ')}\n${inPackage ? packaged(timeless(out)) : timeless(out)}`;
      if (process.env['UPDATE_README'] === undefined) expect(block).toBe(text);
      else updated = updated.replace(whole, () => shownBlock(command, text));
    }
    if (updated !== readme) writeFileSync(file, updated);
  });

  const commands = [
    ...readme.matchAll(/^(?:npm run (?=\S+ --)|npx wavetank )(\S+)(?: --(?= ))? (.*?)(?: {2,}#.*)?$/gm),
  ].map(([, name = '', options = '']) => `${name} ${options.trim()}`);
  for (const command of new Set(commands)) {
    if (/history\.jsonl$/.test(command)) continue; // the reader's own file
    if (command.startsWith('nightly')) continue; // a script with its own test
    it(`should have a command that works: ${command}`, async () => {
      if (
        command.includes('--break') ||
        /^(mutants|fuzz|seeds|serve|cluster|client|register|chaos)/.test(command)
      )
        return expectParsed(command);
      const { code, err } = await run(LONG ? command : command.replace('--seeds 1..100', '--seeds 1..4'));
      // A replay ends as its run did: the example above fails.
      expect(code).toBe(/--mutant|--system register-naive|^replay/.test(command) ? 1 : 0);
      if (!command.includes('--from')) expect(err).toBe('');
    });
  }
});

/** For slow or interactive commands, checks only that the options exist. */
async function expectParsed(command: string): Promise<void> {
  const { err } = await run(`${command} --no-such-option`);
  expect(err).toMatch(/unknown option '--no-such-option'/);
}

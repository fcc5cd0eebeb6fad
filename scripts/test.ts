import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * `npm test`: format and lint, types, then all tests in their short form. `npm run test:fast` runs quick tests only, for each
 * save; `npm run test:long` all tests in their long form, at night. Ends with `N passed, N failed` on a line of its own, where
 * lint and types count as one check each. Other arguments go to vitest.
 */
const MODES = ['fast', 'short', 'long'] as const;
const [first, ...others] = process.argv.slice(2);
const mode = MODES.find((known) => first === `--${known}`) ?? 'short';
const forVitest = first === undefined || first === `--${mode}` ? others : [first, ...others];

/** The program that a package of ours brings, started with this node: npm's own links are scripts of a shell. */
const bin = (name: string): string => path.join('node_modules', name);

/** One checker: each of the four that are the default looks anew at what all of them use, which takes twice as long on two cores. */
const TYPES = [bin('typescript/bin/tsc'), '--noEmit', '--checkers', '1'];

/** As the terminal that they do not have. */
const COLOR = process.stdout.isTTY ? '1' : '0';

let passed = 0;
let failed = 0;

/** Runs a check, and prints what it says when it has ended: checks run beside each other. */
async function check(title: string, args: readonly string[]): Promise<void> {
  const checker = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: COLOR },
  });
  const said: Buffer[] = [];
  checker.stdout.on('data', (part: Buffer) => said.push(part));
  checker.stderr.on('data', (part: Buffer) => said.push(part));
  const status = await new Promise<number | null>((ended) => {
    checker.on('error', () => ended(null)).on('close', ended);
  });
  if (status === 0) passed++;
  else failed++;
  console.log(
    `${status === 0 ? '' : Buffer.concat(said).toString()}${status === 0 ? 'ok    ' : 'FAILED'}  ${title}`,
  );
}

// The pre-commit hook. A `prepare` script would install it as well, and npm would warn everybody who installs the package.
spawnSync('git', ['config', 'core.hooksPath', '.githooks'], { stdio: 'ignore' });

if (mode !== 'fast') {
  await Promise.all([
    check('format and lint', [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']),
    check('types', TYPES),
    check('types of the pages', [...TYPES, '--project', 'sim/page']),
  ]);
}

const report = path.join(tmpdir(), `wavetank-tests-${process.pid}.json`);
const run = spawnSync(
  process.execPath,
  [
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...forVitest,
  ],
  { stdio: 'inherit', env: { ...process.env, WAVETANK_TESTS: mode } },
);
try {
  const counts = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
  }; // vitest's own format
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
} catch {
  failed++;
  console.log('FAILED  the tests did not run to their end');
}
rmSync(report, { force: true });
// A suite that fails to load has no failed test, but a failed run.
if (run.status !== 0 && failed === 0) failed++;

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

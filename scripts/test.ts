import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Everything that `npm test` checks: format and lint, types, then all tests. Ends with `N passed, N failed` on a line of
 * its own, where lint and types count as one check each.
 */
const bin = (name: string): string => path.join('node_modules', '.bin', name);

let passed = 0;
let failed = 0;

function check(title: string, command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) {
    passed++;
    console.log(`ok      ${title}`);
  } else {
    failed++;
    console.log(`FAILED  ${title}`);
  }
}

check('format and lint', bin('biome'), ['check', '--error-on-warnings', '.']);
check('types', bin('tsc'), ['--noEmit']);
check('types of the pages', bin('tsc'), ['--noEmit', '--project', 'sim/page']);

const report = path.join(tmpdir(), `wavetank-tests-${process.pid}.json`);
const run = spawnSync(
  bin('vitest'),
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { stdio: 'inherit' },
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

import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { REFUSED } from '../refuse/refused.ts';

/*
 * Runs Node's own tests in the tank: `node-tests FOLDER [PREFIX ...]`, where FOLDER is a checkout of Node's `test` folder outside
 * this repository. Only tests count that pass on the real Node of this machine and use nothing that the tank refuses.
 */
const MODULES = ['fs', 'net', 'http', 'timers', 'dgram', 'dns', 'stream', 'process'];
const LIMIT_MS = 60_000;
const [, , folder = '.', ...wanted] = process.argv;
const parallel = resolve(folder, 'parallel');
const worker = fileURLToPath(new URL('./node-test-worker.ts', import.meta.url));
const refused = new RegExp(`require\\(['"](?:node:)?(?:${Object.keys(REFUSED).join('|')})['"]\\)`);

/** Why a test does not count; undefined if it does. */
function excluded(text: string): string | undefined {
  if (/^\/\/ Flags:/m.test(text) || /internalBinding|internal\//.test(text))
    return 'needs internals or flags';
  if (refused.test(text) || /common\/(?:crypto|tls|http2|child_process)|process\.binding/.test(text))
    return 'uses what is refused';
  return undefined;
}

function passesForReal(file: string): boolean {
  const run = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: LIMIT_MS });
  return run.status === 0 && !/1\.\.0 # Skipped/i.test(run.stdout);
}

interface Outcome {
  readonly file: string;
  readonly passed: boolean;
  readonly words: string;
}

/** Runs files in worker processes; a worker that dies or hangs is replaced at the next file. */
async function inTank(files: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.length < files.length) {
    const rest = files.slice(outcomes.length);
    const child = spawn(process.execPath, [...process.execArgv, worker, resolve(folder), ...rest], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('{')) continue;
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
      outcomes.push(JSON.parse(line) as Outcome);
    }
    clearTimeout(timer);
    const next = files[outcomes.length];
    if (next !== undefined) outcomes.push({ file: next, passed: false, words: 'the worker died or hung' });
  }
  return outcomes;
}

for (const module of wanted.length > 0 ? wanted : MODULES) {
  const all = readdirSync(parallel).filter(
    (name) => name === `test-${module}.js` || name.startsWith(`test-${module}-`),
  );
  const files = all.filter((name) => /\.m?js$/.test(name)).map((name) => join(parallel, name));
  const applicable = files.filter((file) => excluded(readFileSync(file, 'utf8')) === undefined);
  const counted = applicable.filter(passesForReal);
  const outcomes = await inTank(counted);
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  for (const { file, words } of outcomes.filter((outcome) => !outcome.passed)) {
    console.log(`  ${file.slice(parallel.length + 1)}: ${words}`);
  }
  const share = counted.length === 0 ? 0 : Math.round((passed / counted.length) * 1_000) / 10;
  console.log(
    `${module}: ${passed} of ${counted.length} pass (${share} %); ${files.length} files, ${applicable.length} apply`,
  );
}

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type TimedOptions, timedHistory } from '../invariants/linearizability/testing/timed-history.ts';

/**
 * What a command costs as a person feels it: whole processes of the built program under `node`, medians of five rounds, taken in turn.
 * A row for `node` alone says how fast the machine was in this sitting. `npm run build` first; `--write FOLDER` only writes the histories.
 * `--beside PROGRAM` times another checker in the same rounds: it is started with the file of the history as its argument, for 60 s at most.
 */
const ROUNDS = 5;
const { values } = parseArgs({
  options: {
    bin: { type: 'string', default: 'dist/bin/wavetank.js' },
    write: { type: 'string' },
    beside: { type: 'string' },
  },
});
const BESIDE_LIMIT_MS = 60_000;

interface Subject {
  readonly name: string;
  readonly words: readonly string[];
  readonly history?: string;
}

interface Round {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly memoryMb: number;
  readonly said: string;
  readonly besideMs: number | undefined;
}

const median = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN;

/** The histories of the table, each with its seed. */
function histories(): [name: string, text: string][] {
  const distinct = { operations: 100_000, keys: 1, values: 'distinct' } as const;
  const rows: [string, number, TimedOptions][] = [
    ['100 keys', 1, { ...distinct, keys: 100, clients: 10 }],
    ['100 keys, a stale read', 1, { ...distinct, keys: 100, clients: 10, stale: true }],
    ['one key, 5 clients', 2, { ...distinct, clients: 5 }],
    ['one key, 50 clients', 3, { ...distinct, operations: 10_000, clients: 50 }],
    ['transactions on lists', 5, { ...distinct, keys: 10, values: 'lists', clients: 10 }],
    ['swaps, 20 clients', 4, { operations: 10_000, keys: 1, values: 'swaps', clients: 20 }],
  ];
  const five = readFileSync(path.join(import.meta.dirname, '../docs/example-history.jsonl'), 'utf8');
  return [
    ...rows.map(([name, seed, options]): [string, string] => [name, timedHistory(seed, options)]),
    ['five lines', five],
  ];
}

/** Writes each history into a file of its own, and names it. */
function written(folder: string): Subject[] {
  return histories().map(([name, text]) => {
    const file = path.join(folder, `${name.replaceAll(/[ ,]+/g, '-')}.jsonl`);
    writeFileSync(file, text);
    return { name, words: [path.resolve(values.bin), 'linearizable', file], history: file };
  });
}

/** Prints what the process used, at its end. */
const TELLS = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => console.error(JSON.stringify(process.resourceUsage())))",
)}`;

/** Of the other checker, what took long: it is not asked again. */
const besideSlow = new Map<string, number>();

/** The wall time of the other checker; infinite if it gave no answer. */
function besideMs(history: string | undefined): number | undefined {
  if (values.beside === undefined || history === undefined) return undefined;
  const known = besideSlow.get(history);
  if (known !== undefined) return known;
  const beganMs = performance.now();
  const { error, status } = spawnSync(values.beside, [history], { timeout: BESIDE_LIMIT_MS });
  const tookMs = performance.now() - beganMs;
  const ms = error !== undefined || status !== 0 ? Number.POSITIVE_INFINITY : tookMs;
  if (ms > BESIDE_LIMIT_MS / 10) besideSlow.set(history, ms);
  return ms;
}

function round({ words, history }: Subject): Round {
  const beganMs = performance.now();
  const { stderr, stdout } = spawnSync(process.execPath, ['--import', TELLS, ...words], { encoding: 'utf8' });
  const wallMs = performance.now() - beganMs;
  const told = stderr.trimEnd().split('\n').at(-1) ?? '';
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(told) as NodeJS.ResourceUsage; // printed above
  const cpuMs = (userCPUTime + systemCPUTime) / 1000;
  const said = stdout.split('  ')[0]?.trim() ?? '';
  return { wallMs, cpuMs, memoryMb: maxRSS / 1024, said, besideMs: besideMs(history) };
}

function measure(subjects: readonly Subject[]): void {
  const rounds = Array.from({ length: ROUNDS }, () => subjects.map(round));
  for (const [i, { name }] of subjects.entries()) {
    const own = rounds.flatMap((each) => each[i] ?? []);
    const of = (pick: (one: Round) => number): string => median(own.map(pick)).toFixed(0);
    const others = own.flatMap((one) => one.besideMs ?? []);
    const beside = others.length === 0 ? '' : `  beside: ${median(others).toFixed(0)} ms`;
    console.log(
      `${name.padEnd(24)} ${of(({ wallMs }) => wallMs).padStart(6)} ms, processor ${of(({ cpuMs }) => cpuMs).padStart(6)} ms, ${of(({ memoryMb }) => memoryMb).padStart(4)} MB  ${own[0]?.said.split('\n')[0]}${beside}`,
    );
  }
}

if (values.write === undefined && !existsSync(values.bin)) {
  console.error(`${values.bin} is not there: npm run build first`);
  process.exitCode = 2;
} else if (values.write === undefined) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'histories-'));
  try {
    const bin = path.resolve(values.bin);
    measure([
      { name: 'node alone', words: ['-e', '0'] },
      ...written(folder),
      { name: 'sim 1', words: [bin, 'sim', '1'] },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
} else {
  mkdirSync(values.write, { recursive: true });
  written(values.write);
}

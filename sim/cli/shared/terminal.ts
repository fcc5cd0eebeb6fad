import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { writeSync } from 'node:fs';
import { parseSeed } from '../../input/seeds.ts';
import type { Io } from './io.ts';
import { palette } from './palette.ts';

/** Ctrl-C, and the signal sent at shutdown. */
const ENDS = ['SIGINT', 'SIGTERM'] as const;
const OUT = 1;
const ERR = 2;
/** Exit code after SIGPIPE, by shell convention. */
const BROKEN_PIPE = 141;
const BUSY_PIPE_MS = 5;
/** Upper bound of drawn seeds: short enough to read aloud. */
const DRAWN_SEEDS = 2 ** 32;
const OUTPUT_BYTES_MAX = 2 ** 30;

/**
 * Writes synchronously, without Node's streams: they use `process.nextTick`, which the guard of a run forbids, and lose
 * output at `process.exit`.
 */
function write(to: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(to, rest));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') process.exit(BROKEN_PIPE);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PIPE_MS);
    }
  }
}

/** Io of the main process. `entry` is the executed file. */
export function terminalIo(entry: string): Io {
  const outIsTerminal = process.stdout.isTTY === true;
  const errIsTerminal = process.stderr.isTTY === true;
  const { NO_COLOR, TERM, WAVETANK_SEED, GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env;
  return {
    out: (text) => write(OUT, text),
    err: (text) => write(ERR, text),
    outIsTerminal,
    errIsTerminal,
    columns: process.stderr.columns ?? process.stdout.columns ?? 100,
    paint: palette(outIsTerminal, NO_COLOR, TERM),
    errPaint: palette(errIsTerminal, NO_COLOR, TERM),
    nowMs: () => performance.now(),
    drawSeed: () => (WAVETANK_SEED ? parseSeed(WAVETANK_SEED) : String(randomInt(DRAWN_SEEDS))),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    onInterrupt(handler) {
      for (const signal of ENDS) process.on(signal, handler);
      return () => {
        for (const signal of ENDS) process.off(signal, handler);
      };
    },
    ...(GITHUB_ACTIONS === 'true' ? { actions: { summaryFile: GITHUB_STEP_SUMMARY } } : {}),
    afresh(args) {
      const child = spawnSync(process.execPath, [...process.execArgv, entry, ...args], {
        encoding: 'utf8',
        maxBuffer: OUTPUT_BYTES_MAX,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return child.error === undefined && child.status === 0 ? child.stdout : undefined;
    },
  };
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { IN_REPOSITORY, ROOT } from '../files/repository.ts';

/** Output of a process; undefined if it was stopped. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Node arguments that start this program as it is. */
export const ownProgram = (): readonly string[] =>
  IN_REPOSITORY ? [path.join(ROOT, 'scripts/start.mjs')] : [path.join(ROOT, 'bin/wavetank.js')];

/** Node arguments that start the program whose sources are in a folder; undefined if there are none. */
export function programIn(folder: string): readonly string[] | undefined {
  const main = path.join(folder, 'sim/cli/main.ts');
  return existsSync(main) ? ['--import', 'tsx', main] : undefined;
}

const OUTPUT_CHARACTERS_MAX = 2 ** 26;

/** Runs node in a folder. Stops it on timeout or interruption. */
export function said(
  words: readonly string[],
  folder: string,
  limitMs: number,
  signal: AbortSignal,
): Promise<Said | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
      killSignal: 'SIGKILL',
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (out.length < OUTPUT_CHARACTERS_MAX) out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (err.length < OUTPUT_CHARACTERS_MAX) err += text;
    });
    let stopped = false;
    child.on('error', () => {
      stopped = true;
    });
    child.on('close', (code) => resolve(stopped ? undefined : { code, out, err }));
  });
}

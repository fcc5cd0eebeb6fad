import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../../files/repository.ts';

const START = path.join(ROOT, 'scripts/start.mjs');

/** One of our programs in a separate process. */
export class Program {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  out = '';
  err = '';

  constructor(...words: string[]) {
    this.child = spawn(process.execPath, [START, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
    });
    this.ended = new Promise((resolve) => this.child.on('close', (code) => resolve(code)));
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }
}

/** Taken before a command of the test installs its gates: while it loads a system file, others may not set timers. */
const later = setTimeout;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => later(resolve, ms));

export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}

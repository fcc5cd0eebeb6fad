import { type ChildProcess, spawn } from 'node:child_process';
import { ownProgram } from '../bisect/program.ts';

const START_MS_MAX = 60_000;
const ANSWER_MS_MAX = 30_000;
/** Each searches in the background, and so takes a core and memory for a while. */
const RUNNING_MAX = 2;
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\//;
const ERROR_CHARACTERS = 500;

interface Running {
  readonly child: ChildProcess;
  readonly address: Promise<string>;
}

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Explorers of the checker, each in a process of its own: what they load may be slow, and never return. */
export class Explorers {
  readonly names: readonly string[];
  /** By system, the latest last. */
  private readonly running = new Map<string, Running>();

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** Starts the Explorer of a system, unless it runs. Returns what is wrong, in one sentence. */
  async start(name: string): Promise<string | undefined> {
    const known = this.running.get(name) ?? begun(name);
    this.running.delete(name);
    this.running.set(name, known);
    for (const [other] of [...this.running].slice(0, -RUNNING_MAX)) this.stop(other);
    known.child.once('close', () => {
      if (this.running.get(name) === known) this.running.delete(name);
    });
    try {
      await known.address;
      return undefined;
    } catch (error) {
      this.stop(name);
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Response of a running Explorer; undefined when it does not run. `query` is that of its address, `find` a search to begin. */
  async page(name: string, query: string, find?: object): Promise<Answered | undefined> {
    const running = this.running.get(name);
    if (running === undefined) return undefined;
    try {
      const signal = AbortSignal.timeout(ANSWER_MS_MAX);
      const posted =
        find === undefined
          ? {}
          : { method: 'POST', headers: { 'x-wavetank': '1' }, body: JSON.stringify(find) };
      const response = await fetch(`${await running.address}${query}`, { signal, ...posted });
      const type = response.headers.get('content-type') ?? 'text/plain';
      return { status: response.status, type, text: await response.text() };
    } catch {
      return undefined;
    }
  }

  close(): void {
    for (const name of [...this.running.keys()]) this.stop(name);
  }

  private stop(name: string): void {
    this.running.get(name)?.child.kill('SIGKILL');
    this.running.delete(name);
  }
}

function begun(name: string): Running {
  const child = spawn(process.execPath, [...ownProgram(), 'explore', '--system', name], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const address = new Promise<string>((resolve, reject) => {
    let out = '';
    let err = '';
    const timer = setTimeout(() => reject(new Error(`the Explorer of ${name} does not start`)), START_MS_MAX);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out = `${out}${text}`.slice(-ERROR_CHARACTERS);
      const found = ADDRESS.exec(out)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err = `${err}${text}`.slice(0, ERROR_CHARACTERS);
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      reject(new Error(err.split('\n', 1)[0] || `the Explorer of ${name} has ended`));
    });
  });
  address.catch(() => {}); // told to those who wait for it
  return { child, address };
}

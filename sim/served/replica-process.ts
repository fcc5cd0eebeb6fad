import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** How to start one replica of a local cluster. */
export interface ReplicaLaunch {
  /** The program to start: the running one. */
  readonly program: { readonly entry: string; readonly execArgv: readonly string[] };
  /** Arguments after `serve`, without the folder and --new. */
  readonly words: readonly string[];
  readonly folder: string;
  /** Node's own options, e.g. for a profile. */
  readonly nodeOptions?: readonly string[];
}

/** The running program, for child processes that run the same. */
export const ownProgram = (): ReplicaLaunch['program'] => ({
  entry: process.argv[1] ?? '',
  execArgv: process.execArgv,
});

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Exit code of a replica that was given something that makes no sense; its last line says what. */
const BAD_INPUT = 2;

/** The last line of a log that is no line of JSON: what a command says when it refuses to run. */
function lastSentence(log: string, from: number): string | undefined {
  const lines = readFileSync(log).subarray(from).toString().split('\n');
  return lines.findLast((line) => line.trim() !== '' && !line.startsWith('{'));
}

/** A replica in a separate process. It ends together with this one through an IPC channel. */
export class ReplicaProcess {
  /** Resolves when it reports that it runs; rejects if it exits before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<Exit>;
  readonly child: ChildProcess;
  exit: Exit | undefined;
  /** Why it could not run, in its own words, if it said so. */
  reason: string | undefined;
  private hasRun = false;
  private output = '';

  /** Its log is appended to `FOLDER.log`. */
  constructor({ program, words, folder, nodeOptions = [] }: ReplicaLaunch) {
    const isNew = !existsSync(path.join(folder, 'identity.json')) && !existsSync(`${folder}.begun`);
    const log = openSync(`${folder}.log`, 'a', 0o600);
    const logFrom = fstatSync(log).size;
    try {
      this.child = fork(program.entry, ['serve', '--data', folder, ...(isNew ? ['--new'] : []), ...words], {
        execArgv: [...program.execArgv, ...nodeOptions],
        stdio: ['ignore', 'pipe', log, 'ipc'],
        // Ctrl-C reaches all processes of a group: it is for the one that stops the replicas, and nothing that a replica did.
        detached: process.platform !== 'win32',
      });
    } finally {
      closeSync(log);
    }
    this.exited = new Promise((resolve) => {
      this.child.on('exit', (code, signal) => {
        this.exit = { code, signal };
        if (code === BAD_INPUT) this.reason = lastSentence(`${folder}.log`, logFrom);
        resolve(this.exit);
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.stdout?.on('data', (chunk: Buffer) => {
        if (this.hasRun) return;
        this.output += chunk.toString();
        if (!this.output.includes(' runs · ')) return;
        this.hasRun = true;
        // From now on an empty folder is a lost one. A replica that could not start has never run.
        closeSync(openSync(`${folder}.begun`, 'a', 0o600));
        resolve();
      });
      void this.exited.then((exit) =>
        reject(new Error(this.reason ?? `it ended with ${exit.code ?? exit.signal}: see ${folder}.log`)),
      );
    });
    this.ready.catch(() => {}); // callers that await it get the error
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    if (this.exit === undefined) this.child.kill(signal);
  }

  /** Stops gracefully; kills it after the timeout. */
  async stop(patienceMs = 5000): Promise<void> {
    if (this.exit !== undefined) return;
    this.kill('SIGTERM');
    this.kill('SIGCONT');
    const timer = setTimeout(() => this.kill('SIGKILL'), patienceMs);
    await this.exited;
    clearTimeout(timer);
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import path from 'node:path';

/** How one replica of a local cluster is started. */
export interface ReplicaLaunch {
  /** The program: that which runs now. */
  readonly program: { readonly entry: string; readonly execArgv: readonly string[] };
  /** The words behind `serve`, the folder and --new left out. */
  readonly words: readonly string[];
  readonly folder: string;
  /** Node's own options, e.g. for a profile. */
  readonly nodeOptions?: readonly string[];
}

/** The program that runs now, for children that run the same. */
export const ownProgram = (): ReplicaLaunch['program'] => ({
  entry: process.argv[1] ?? '',
  execArgv: process.execArgv,
});

/** How it ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A replica in a process of its own. It ends with this one: they are connected. */
export class ReplicaProcess {
  /** Kept when it says that it runs; rejects when it ends before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<Exit>;
  readonly child: ChildProcess;
  exit: Exit | undefined;
  private errors = '';

  /** What it logs goes to `log.jsonl` in its folder's parent, under its name. */
  constructor({ program, words, folder, nodeOptions = [] }: ReplicaLaunch) {
    const isNew = !existsSync(path.join(folder, 'identity.json')) && !existsSync(`${folder}.begun`);
    const log = openSync(`${folder}.log`, 'a', 0o600);
    openSync(`${folder}.begun`, 'a', 0o600);
    this.child = fork(program.entry, ['serve', '--data', folder, ...(isNew ? ['--new'] : []), ...words], {
      execArgv: [...program.execArgv, ...nodeOptions],
      stdio: ['ignore', 'pipe', log, 'ipc'],
    });
    this.exited = new Promise((resolve) => {
      this.child.on('exit', (code, signal) => {
        this.exit = { code, signal };
        resolve(this.exit);
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.stdout?.on('data', (chunk: Buffer) => {
        this.errors += chunk.toString();
        if (this.errors.includes(' runs · ')) resolve();
      });
      void this.exited.then(({ code, signal }) =>
        reject(new Error(`it ended with ${code ?? signal}: see ${folder}.log`)),
      );
    });
    this.ready.catch(() => {}); // whoever waits is told
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    if (this.exit === undefined) this.child.kill(signal);
  }

  /** Graceful, and if that takes long, not. */
  async stop(patienceMs = 5000): Promise<void> {
    if (this.exit !== undefined) return;
    this.kill('SIGTERM');
    this.kill('SIGCONT');
    const timer = setTimeout(() => this.kill('SIGKILL'), patienceMs);
    await this.exited;
    clearTimeout(timer);
  }
}

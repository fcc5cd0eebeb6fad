import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { Job, Measured } from './job.ts';

const CLIENT = path.join(import.meta.dirname, 'client.ts');

/** A client in a process of its own. It stays for all rounds, so that its code is compiled; it ends with this process. */
export class ClientProcess {
  private readonly child: ChildProcess = fork(CLIENT);

  /** Runs one job. @throws Error when the process ends instead, because calls failed */
  run(job: Job): Promise<Measured> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('a client process ended: see above'));
      this.child.once('exit', ended);
      this.child.once('message', (measured) => {
        this.child.off('exit', ended);
        resolve(measured as Measured); // sent by client.ts
      });
      this.child.send(job);
    });
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}

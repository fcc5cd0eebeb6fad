import type { HostedClient } from '../../src/host/client/client.ts';
import { ChaosHistory } from './history.ts';
import type { ChaosWorkload } from './workload.ts';

/** After an unknown outcome a client continues under another name: its operation may still take effect. */
const NAMES = 1000;
const THINK_MS = 12;

/** Sequential clients that record their operations. */
export class ChaosLoad {
  readonly history = new ChaosHistory();
  private readonly client: HostedClient;
  private readonly workload: ChaosWorkload;
  private readonly beganMs = performance.now();
  private readonly running: Promise<void>[];
  private waiting: (() => void)[] = [];
  private stopping = false;

  constructor(client: HostedClient, workload: ChaosWorkload, clients: number) {
    this.client = client;
    this.workload = workload;
    this.running = Array.from({ length: clients }, (_, i) => this.run(i));
  }

  get operations(): number {
    const { ok, failed, unknown } = this.history.counts;
    return ok + failed + unknown;
  }

  /** Resolves at the next acknowledgement, or after `patienceMs` without one. */
  next(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(resolve, patienceMs);
      this.waiting.push(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  /** Starts no further operations; resolves when none is in flight. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running);
  }

  private async run(client: number): Promise<void> {
    let name = client;
    for (let index = 1; !this.stopping; index++) {
      const operation = this.workload.operation(client, index, performance.now() - this.beganMs);
      const id = this.history.call(name, operation);
      const outcome = await this.client.invoke(operation);
      this.history.end(id, outcome);
      if (outcome.type === 'ok') for (const wake of this.waiting.splice(0)) wake();
      if (outcome.type === 'unknown') name += NAMES;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * THINK_MS));
    }
  }
}

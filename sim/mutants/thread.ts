import { Worker } from 'node:worker_threads';
import type { Bundle } from './bundle.ts';
import type { SeedSummary, SeedTask } from './run-seed.ts';

/** How a task ended: with a summary; or it took too long, or took its thread with it. */
export type Answer =
  | { readonly type: 'ran'; readonly summary: SeedSummary }
  | { readonly type: 'hang'; readonly ms: number }
  | { readonly type: 'crash'; readonly ms: number; readonly reason: string };

type Ending =
  | Extract<Answer, { type: 'ran' }>
  | { readonly type: 'hang' }
  | { readonly type: 'crash'; readonly reason: string };

const HEAP_MB_MAX = 1024;

/**
 * A thread that runs one bundle. A plain worker and no pool: pools keep threads alive for one program and many tasks, while
 * here each mutant is a program of its own, whose modules could not be unloaded, and a thread that hangs must be
 * charged to the seed it was running. The thread is started when it is first needed, and again after it was lost.
 */
export class Thread {
  private readonly url: URL;
  private worker: Worker | undefined;
  /** Ends the task that is running. */
  private end: ((answer: Ending) => void) | undefined;

  constructor(bundle: Bundle) {
    this.url = new URL(`data:text/javascript;base64,${Buffer.from(bundle.code).toString('base64')}`);
  }

  /** Runs a task; one at a time. */
  run(task: SeedTask, limitMs: number): Promise<Answer> {
    this.worker ??= this.start();
    const { worker } = this;
    const beganMs = performance.now();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end?.({ type: 'hang' }), limitMs);
      this.end = (ending) => {
        clearTimeout(timer);
        this.end = undefined;
        if (ending.type !== 'ran') this.close();
        resolve(ending.type === 'ran' ? ending : { ...ending, ms: performance.now() - beganMs });
      };
      worker.postMessage(task);
    });
  }

  close(): void {
    void this.worker?.terminate();
    this.worker = undefined;
    this.end?.({ type: 'crash', reason: 'its thread was closed' });
  }

  private start(): Worker {
    const worker = new Worker(this.url, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    });
    // What a thread says that was closed is nobody's any more.
    const end = (ending: Ending): void => {
      if (this.worker === worker) this.end?.(ending);
    };
    worker.on('message', (summary: SeedSummary) => end({ type: 'ran', summary }));
    worker.on('error', (error) => end({ type: 'crash', reason: error.message }));
    worker.on('exit', (code) => end({ type: 'crash', reason: `its thread ended with ${code}` }));
    return worker;
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Piscina } from 'piscina';
import type { Answer, Runner } from './answer.ts';

/** Loading a program takes far less. */
const START_MS_MAX = 30_000;

/** No thread comes up: something is wrong with the program, and not with a seed. */
export class BrokenProgram extends Error {}

export interface PoolOptions {
  readonly threads: number;
  /** A task that takes longer does not end. */
  readonly limitMs: number;
  /** Of one thread. */
  readonly heapMbMax: number;
  /** So many are handed to a thread together, so that it need not wait for us between two short ones; 1 when absent. */
  readonly tasksPerThread?: number;
}

/**
 * Threads that run one program, one task each at a time. The program is a single file, as text, so that a mutated one
 * is run like any other: its default export carries out a task, `ready` says that it is loaded. A task that takes too long or
 * kills its thread costs that task and nothing else.
 */
export class Pool<Task, Run> implements Runner<Task, Run> {
  private readonly folder: string;
  private readonly threads: Piscina<Task, Run>;
  private readonly limitMs: number;
  /** Settled when a thread has started, since one was lost. */
  private started: Promise<void> | undefined;

  constructor(code: string, { threads, limitMs, heapMbMax, tasksPerThread = 1 }: PoolOptions) {
    this.limitMs = limitMs;
    this.folder = mkdtempSync(path.join(os.tmpdir(), 'wavetank-'));
    const filename = path.join(this.folder, 'worker.mjs');
    writeFileSync(filename, code);
    this.threads = new Piscina<Task, Run>({
      filename,
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: tasksPerThread,
      execArgv: ['--enable-source-maps'],
      resourceLimits: { maxOldGenerationSizeMb: heapMbMax },
    });
    // A thread that dies while it is idle belongs to no task; its task has been told already.
    this.threads.on('error', () => {});
  }

  /** Makes sure that the program can be loaded; otherwise every single task would have to wait for its limit. @throws BrokenProgram */
  async ready(): Promise<void> {
    try {
      await this.threads.run(null as never, { name: 'ready', signal: AbortSignal.timeout(START_MS_MAX) }); // takes no task
    } catch (error) {
      throw new BrokenProgram(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * Runs a task, whose time begins now: no more of them than there are threads should be asked for at once. Starting a thread
   * costs no task its time. Never rejects.
   */
  async run(task: Task): Promise<Answer<Run>> {
    const late = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    try {
      this.started ??= this.ready();
      await this.started;
      timer = setTimeout(() => late.abort(), this.limitMs);
      return { type: 'ran', run: await this.threads.run(task, { signal: late.signal }) };
    } catch (error) {
      this.started = undefined; // a thread was lost, and another one is on its way
      if (late.signal.aborted) return { type: 'hang' };
      return { type: 'crash', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends all threads; tasks that are left are answered as crashed. */
  async close(): Promise<void> {
    await this.threads.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Piscina } from 'piscina';
import type { Answer, FuzzRun, FuzzTask } from './task.ts';

const HEAP_MB_MAX = 400;
/** Loading a program takes far less. */
const START_MS_MAX = 30_000;

/** No thread comes up: something is wrong with the program, and not with a seed. */
export class BrokenProgram extends Error {}

/**
 * Threads that run one program, one task each at a time. The program is a single file, as text, so that a mutated one
 * is run like any other. A task that takes too long or kills its thread costs that task and nothing else.
 */
export class Pool<Task = FuzzTask, Run = FuzzRun> {
  private readonly folder: string;
  private readonly threads: Piscina<Task, Run>;
  private readonly hangMs: number;

  /** `tasksPerThread` are handed to a thread together; it runs them one after another. */
  constructor(code: string, workers: number, hangMs: number, tasksPerThread = 1) {
    this.hangMs = hangMs;
    this.folder = mkdtempSync(path.join(os.tmpdir(), 'wavetank-'));
    const filename = path.join(this.folder, 'worker.mjs');
    writeFileSync(filename, code);
    this.threads = new Piscina<Task, Run>({
      filename,
      minThreads: workers,
      maxThreads: workers,
      concurrentTasksPerWorker: tasksPerThread,
      execArgv: ['--enable-source-maps'],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
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

  async run(task: Task): Promise<Answer<Run>> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.hangMs);
    try {
      return { type: 'ran', run: await this.threads.run(task, { signal: late.signal }) };
    } catch (error) {
      if (late.signal.aborted) return { type: 'hang' };
      return { type: 'crash', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.threads.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

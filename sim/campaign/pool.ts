import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import os from 'node:os';
import path from 'node:path';
import { Piscina } from 'piscina';
import type { Answer, Runner } from './answer.ts';
import { whenSpent } from './patience.ts';

/** Loading a program takes a second; on a machine that is busy with other work, a hundred times as long. */
const START_MS_MAX = 120_000;

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
  /** Counts which code runs; not with several tasks per thread. */
  readonly coverage?: boolean;
}

/** V8 counts only what is loaded after it was told to. */
const COUNTING = `import { Session } from 'node:inspector';
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
const program = await import('./program.mjs');
export const ready = program.ready;
export default program.default;
export const coverage = () => {
  let functions = [];
  session.post('Profiler.takePreciseCoverage', (_, { result }) => {
    functions = result.find(({ url }) => url.endsWith('/program.mjs'))?.functions ?? [];
  });
  return functions;
};
`;

/**
 * Threads that run one program, one task each at a time. The program is a single file, as text, so that a mutated one
 * is run like any other: its default export carries out a task, `ready` says that it is loaded. A task that takes too long or
 * kills its thread costs that task and nothing else.
 */
export class Pool<Task, Run> implements Runner<Task, Run> {
  private readonly folder: string;
  private readonly threads: Piscina<Task, Run>;
  private readonly limitMs: number;
  private readonly threadCount: number;
  /** Settled when a thread has started, since one was lost. */
  private started: Promise<void> | undefined;
  private closed: Promise<void> | undefined;
  private running = 0;

  constructor(
    code: string,
    { threads, limitMs, heapMbMax, tasksPerThread = 1, coverage = false }: PoolOptions,
  ) {
    this.limitMs = limitMs;
    this.threadCount = threads;
    this.folder = mkdtempSync(path.join(os.tmpdir(), 'wavetank-'));
    const filename = path.join(this.folder, 'worker.mjs');
    if (coverage) writeFileSync(path.join(this.folder, 'program.mjs'), code);
    writeFileSync(filename, coverage ? COUNTING : code);
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
    const late = AbortSignal.timeout(START_MS_MAX);
    try {
      await this.threads.run(null as never, { name: 'ready', signal: late }); // takes no task
    } catch (error) {
      if (late.aborted) throw new BrokenProgram(`no thread has started within ${START_MS_MAX / 1000} s`);
      throw new BrokenProgram(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * Runs a task, whose time begins now: no more of them than there are threads should be asked for at once. Starting a thread
   * costs no task its time. Never rejects.
   */
  async run(task: Task, msMax = this.limitMs): Promise<Answer<Run>> {
    const late = new AbortController();
    let stop = (): void => {};
    this.running++;
    try {
      this.started ??= this.ready();
      await this.started;
      stop = whenSpent(
        Math.min(this.limitMs, msMax),
        () => this.running,
        () => late.abort(),
      );
      return { type: 'ran', run: await this.threads.run(task, { signal: late.signal }) };
    } catch (error) {
      this.started = undefined; // a thread was lost, and another one is on its way
      if (late.signal.aborted) return { type: 'hang' };
      return { type: 'crash', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      this.running--;
      stop();
    }
  }

  /** What V8 counted of the program in each thread, for a pool with `coverage` that is idle. A thread that was lost has lost its counts. */
  async coverage(): Promise<readonly (readonly Profiler.FunctionCoverage[])[]> {
    // Idle threads take one each, as each takes one task at a time.
    const asked = Array.from({ length: this.threadCount }, async () => {
      const counted: unknown = await this.threads.run(null as never, { name: 'coverage' }); // takes no task
      return counted as readonly Profiler.FunctionCoverage[]; // what the program above returns
    });
    return Promise.all(asked);
  }

  /** Ends all threads; tasks that are left are answered as crashed. */
  close(): Promise<void> {
    this.closed ??= this.end();
    return this.closed;
  }

  private async end(): Promise<void> {
    await this.threads.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

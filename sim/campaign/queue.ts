/**
 * Work in batches, for any number of workers anywhere: a worker leases a batch, processes it, and hands in the result.
 * `fuzz` leases runs of a campaign, `mutants` trials, `shrink` candidates. The overall result depends neither on which worker
 * did a batch, nor on the order, nor on how often a batch was done.
 */
export interface Queue<Batch, Result> {
  /** Unique id of a batch: digest of the program and position in its work, also valid on other machines. */
  idOf(batch: Batch): string;
  /** Leases a batch that no other worker has; undefined when none is left. `last` is the same worker's previous batch. */
  lease(last: Batch | undefined): Promise<Batch | undefined>;
  /** Merges the result of a batch once per id: a second result, or one from another program, is ignored. */
  done(batch: Batch, result: Result): void;
  /** Returns a batch that the worker abandoned, for another worker or a later time. */
  giveBack(batch: Batch): void;
}

/** Processes batches, one at a time. */
export interface Worker<Batch, Result> {
  /** Returns undefined when interrupted. */
  work(batch: Batch): Promise<Result | undefined>;
  /** Also ends the current batch. */
  close?(): void;
}

export interface Crew<Batch, Result> {
  /** Number of concurrent workers. */
  readonly workers: number;
  /** `signal` interrupts the work. */
  readonly newWorker: (signal: AbortSignal) => Worker<Batch, Result>;
  /** Interrupts all work. */
  readonly signal: AbortSignal;
}

/** Processes a whole queue with a crew. The first worker to fail interrupts the others, and its error is thrown. */
export async function workOff<Batch, Result>(
  queue: Queue<Batch, Result>,
  { workers, newWorker, signal }: Crew<Batch, Result>,
): Promise<void> {
  const failed = new AbortController();
  const interrupted = AbortSignal.any([signal, failed.signal]);
  const atWork = new Set<Worker<Batch, Result>>();
  const closeAll = (): void => {
    for (const worker of atWork) worker.close?.();
  };
  interrupted.addEventListener('abort', closeAll);
  const lane = async (): Promise<void> => {
    const worker = newWorker(interrupted);
    atWork.add(worker);
    try {
      await workUntilDone(queue, worker, interrupted);
    } catch (error) {
      failed.abort(); // otherwise the others would continue and keep the process alive
      throw error;
    } finally {
      atWork.delete(worker);
      worker.close?.();
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: workers }, lane));
  interrupted.removeEventListener('abort', closeAll);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function workUntilDone<Batch, Result>(
  queue: Queue<Batch, Result>,
  worker: Worker<Batch, Result>,
  signal: AbortSignal,
): Promise<void> {
  let last: Batch | undefined;
  while (!signal.aborted) {
    const batch = await queue.lease(last);
    if (batch === undefined) return;
    const result = await worker.work(batch);
    if (result === undefined) {
      queue.giveBack(batch);
      return;
    }
    queue.done(batch, result);
    last = batch;
  }
}

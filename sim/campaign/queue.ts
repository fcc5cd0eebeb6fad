/**
 * Work in batches, for any number of workers, wherever they are: a worker leases a batch, does it, and hands in what came of
 * it. `fuzz` leases runs of a campaign, `mutants` trials, `shrink` candidates. What all of it comes to depends neither on who did
 * what, nor in which order, nor how often.
 */
export interface Queue<Batch, Result> {
  /** Digest of the program, and which part of its work: tells batches apart, also when one has been sent around the world. */
  idOf(batch: Batch): string;
  /** A batch that nobody else works on; undefined when there is none any more. `last` is what the same worker did before. */
  lease(last: Batch | undefined): Promise<Batch | undefined>;
  /** Merges the result of a batch, once by its id: a second result, or one of another program, changes nothing. */
  done(batch: Batch, result: Result): void;
  /** Nobody works on the batch any more: it is for somebody else, or for a later time. */
  giveBack(batch: Batch): void;
}

/** Works on batches, one at a time. */
export interface Worker<Batch, Result> {
  /** Undefined: the work was interrupted. */
  work(batch: Batch): Promise<Result | undefined>;
  /** Ends what is being worked on, too. */
  close?(): void;
}

export interface Crew<Batch, Result> {
  /** How many workers there are at a time. */
  readonly workers: number;
  /** `signal` says when the work is to be interrupted. */
  readonly newWorker: (signal: AbortSignal) => Worker<Batch, Result>;
  /** Interrupts all work. */
  readonly signal: AbortSignal;
}

/** Has a crew do all that a queue leases. The first worker that fails interrupts the others, and its error is thrown. */
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
      failed.abort(); // the others would go on, and keep the program alive
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

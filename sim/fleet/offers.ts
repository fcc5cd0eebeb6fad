import type { Queue } from 'bullmq';
import type { Answer } from '../campaign/answer.ts';
import { BadInput } from '../input/bad-input.ts';
import { KEPT_SECONDS, KEYS, PREFIX, PROTOCOL, QUEUE } from './keys.ts';
import type { OffersOptions } from './offers-options.ts';
import { threadsAt } from './presence.ts';
import { programDigest, putProgram } from './programs.ts';
import { type Shared, sentenceFor } from './redis.ts';
import { jobId, nodeMajor, type Offer, packedTasks, unpackedResult } from './wire.ts';
import { within } from './within.ts';

/** Interval between polls for results: longer and longer while none arrives. */
const LOOK_MS_MIN = 20;
const LOOK_MS_MAX = 250;
/** Interval between checks that everything offered still exists: a restarted Redis may have lost the last second. */
const CHECK_MS = 3000;
/** Maximum time without a response from Redis. */
const PATIENCE_MS = 60_000;
/** Time for running batches to finish after the campaign's time is up. */
const GRACE_MS = 30_000;
/** Batches in flight per thread of the fleet: one running, the others queued. */
const BATCHES_PER_THREAD = 4;
const BATCHES_MIN = 8;

/** How the tasks of a batch ended, in their order. */
export type Answers = readonly Answer<unknown>[];

interface Awaited {
  readonly offer: Offer;
  /** Number of runs. */
  readonly size: number;
  readonly offeredMs: number;
  readonly resolve: (answers: Answers | undefined) => void;
}

/**
 * Batches in flight through Redis. BullMQ assigns each to a worker, and to another one if that is lost. Results are stored next to
 * the queue by batch name, so duplicates collapse; each is fetched, passed to its waiter, and removed. Batches that Redis loses are
 * offered again: they may run twice, but are merged once.
 */
export class Offers {
  private readonly shared: Shared;
  private readonly queue: Queue;
  private readonly options: OffersOptions;
  private readonly program: string;
  private readonly awaited = new Map<string, Awaited>();
  /** Batches whose results are removed unread. */
  private readonly forgotten = new Set<string>();
  private readonly refused = new Map<string, string>();
  private readonly fail: (error: Error) => void;
  /** Rejects on an unrecoverable error. */
  private readonly failed: Promise<never>;
  private loop: Promise<void> | undefined;
  private isClosed = false;
  private pauseMs = LOOK_MS_MIN;
  private checkedMs = 0;
  private answeredMs = performance.now();
  private overMs: number | undefined;
  /** Number of threads in the fleet, as last polled. */
  threads = 0;

  private constructor(shared: Shared, queue: Queue, options: OffersOptions) {
    this.shared = shared;
    this.queue = queue;
    this.options = options;
    this.program = programDigest(options.code);
    let fail: (error: Error) => void = () => {};
    this.failed = new Promise<never>((_, reject) => {
      fail = reject;
    });
    this.failed.catch(() => {}); // waiters get the error
    this.fail = fail;
  }

  static async open(shared: Shared, options: OffersOptions): Promise<Offers> {
    const { Queue } = await import('bullmq');
    const queue = new Queue(QUEUE, { connection: shared.another(), prefix: PREFIX });
    queue.on('error', () => {}); // reported if it lasts
    const offers = new Offers(shared, queue, options);
    await offers.guarded(offers.check());
    offers.loop = offers.watch();
    return offers;
  }

  /** Maximum number of batches in flight: enough for all threads, but no more than can be merged. */
  get unmergedMax(): number {
    return Math.max(BATCHES_MIN, this.threads * BATCHES_PER_THREAD);
  }

  /** Whether Redis can be asked at this moment. */
  get isConnected(): boolean {
    return this.shared.client.status === 'ready';
  }

  /** Has a batch run; undefined if it will not run any more. Its name is that of no other batch of the campaign. @throws BadInput */
  async ask(batch: string, tasks: readonly unknown[]): Promise<Answers | undefined> {
    const offer = this.offerOf(batch, tasks);
    this.pauseMs = LOOK_MS_MIN;
    const answers = new Promise<Answers | undefined>((resolve) => {
      this.awaited.set(batch, { offer, size: tasks.length, offeredMs: performance.now(), resolve });
    });
    try {
      await this.guarded(this.put(offer));
      return await Promise.race([answers, this.failed]);
    } finally {
      this.awaited.delete(batch);
    }
  }

  /** Withdraws a batch whose results are not needed any more. */
  forget(batch: string): void {
    const awaited = this.awaited.get(batch);
    if (awaited === undefined) return;
    this.forgotten.add(batch);
    void this.queue.remove(jobId(awaited.offer)).catch(() => {}); // it runs
    awaited.resolve(undefined);
  }

  /** Stops all waiting. */
  interrupt(): void {
    for (const { resolve } of this.awaited.values()) resolve(undefined);
  }

  /** `isDone`: the campaign will not be resumed. */
  async close(isDone: boolean): Promise<void> {
    this.isClosed = true;
    this.interrupt();
    if (!this.isConnected) this.shared.close(); // otherwise requests would wait for it
    await this.loop?.catch(() => {});
    const { campaign } = this.options;
    const { client } = this.shared;
    if (this.isConnected) {
      await client.hdel(KEYS.campaigns, campaign);
      if (isDone) await client.del(KEYS.results(campaign), KEYS.refusals(campaign));
      await this.queue.close();
    }
    this.shared.close();
  }

  private offerOf(batch: string, tasks: readonly unknown[]): Offer {
    const { campaign, limitMs, heapMbMax } = this.options;
    return {
      protocol: PROTOCOL,
      campaign,
      program: this.program,
      batch,
      nodeMajor: nodeMajor(),
      limitMs,
      heapMbMax,
      tasks: packedTasks(tasks),
    };
  }

  private async put(offer: Offer): Promise<void> {
    await this.queue.add('batch', offer, {
      jobId: jobId(offer),
      priority: this.options.priority,
      removeOnComplete: true,
      removeOnFail: false, // the coordinator reads the reason of the failure, then removes it
    });
  }

  private async watch(): Promise<void> {
    while (!this.isClosed) {
      try {
        const arrived = await within(this.lookOnce(), PATIENCE_MS);
        this.pauseMs = arrived > 0 ? LOOK_MS_MIN : Math.min(LOOK_MS_MAX, this.pauseMs * 1.5);
        this.answeredMs = performance.now();
      } catch (error) {
        if (error instanceof BadInput) return this.fail(error);
        const text = error instanceof Error ? error.message : String(error);
        if (/^OOM|NOPERM/.test(text)) return this.fail(new BadInput(sentenceFor(error, this.shared.place)));
        if (performance.now() - this.answeredMs >= PATIENCE_MS)
          return this.fail(
            new BadInput(`Redis at ${this.shared.place} has not answered for ${PATIENCE_MS / 1000} s`),
          );
      }
      await new Promise((resolve) => setTimeout(resolve, this.pauseMs));
    }
  }

  /** Returns how many results have arrived. */
  private async lookOnce(): Promise<number> {
    const { client } = this.shared;
    let arrived = 0;
    const results = KEYS.results(this.options.campaign);
    for (const name of await client.hkeys(results)) {
      if (this.forgotten.delete(name)) await client.hdel(results, name);
      const waiting = this.awaited.get(name);
      if (waiting === undefined) continue; // not leased yet, or merged: removed on resumption or at the end
      const bytes = await client.hgetBuffer(results, name);
      const result = bytes === null ? undefined : unpackedResult(bytes, this.options.run);
      await client.hdel(results, name);
      if (result?.program !== this.program || result.answers.length !== waiting.size) continue; // damaged: offered again
      waiting.resolve(result.answers);
      arrived++;
      void this.queue.remove(jobId(waiting.offer)).catch(() => {}); // it may have been offered twice
    }
    if (this.options.isOver()) await this.runOut();
    if (performance.now() - this.checkedMs >= CHECK_MS) await this.check();
    return arrived;
  }

  /** Checks that everything offered exists: the program, and each batch, queued or done. */
  private async check(): Promise<void> {
    this.checkedMs = performance.now();
    const { client } = this.shared;
    const { campaign, label, commit, code, onRefusal } = this.options;
    await putProgram(client, this.program, code);
    await client.hset(
      KEYS.campaigns,
      campaign,
      JSON.stringify({ label, commit, program: this.program, awaited: this.awaited.size }),
    );
    await client.expire(KEYS.results(campaign), KEPT_SECONDS);
    this.threads = await threadsAt(client);
    for (const [worker, reason] of Object.entries(await client.hgetall(KEYS.refusals(campaign)))) {
      if (this.refused.get(worker) !== reason) onRefusal(worker, reason);
      this.refused.set(worker, reason);
    }
    for (const [name, { offer, offeredMs }] of [...this.awaited])
      if (performance.now() - offeredMs >= CHECK_MS && this.awaited.has(name))
        await this.checkOffer(name, offer);
  }

  private async checkOffer(name: string, offer: Offer): Promise<void> {
    const state = await this.queue.getJobState(jobId(offer));
    if (state === 'failed') {
      const job = await this.queue.getJob(jobId(offer));
      await this.queue.remove(jobId(offer));
      throw new BadInput(
        `batch ${name} could not be done: ${(job?.failedReason ?? 'nobody knows why').split('\n', 1)[0]}`,
      );
    }
    if (state !== 'unknown') return;
    if ((await this.shared.client.hexists(KEYS.results(this.options.campaign), name)) === 0)
      await this.put(offer);
  }

  /** At the end of the time, withdraws batches that have not begun; running ones may finish. */
  private async runOut(): Promise<void> {
    this.overMs ??= performance.now();
    const isLate = performance.now() - this.overMs > GRACE_MS;
    for (const [name, { offer, resolve }] of [...this.awaited]) {
      const state = await this.queue.getJobState(jobId(offer));
      const mayEnd = state === 'active' || state === 'unknown'; // running, or its result is on its way
      if ((mayEnd && !isLate) || !this.awaited.has(name)) continue;
      await this.queue.remove(jobId(offer)).catch(() => {});
      resolve(undefined);
    }
  }

  /** Converts an error from Redis to a sentence, and limits the wait for a response. */
  private async guarded<T>(asked: Promise<T>): Promise<T> {
    try {
      return await Promise.race([asked, this.failed]);
    } catch (error) {
      throw error instanceof BadInput ? error : new BadInput(sentenceFor(error, this.shared.place));
    }
  }
}

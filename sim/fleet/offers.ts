import type { Queue } from 'bullmq';
import type { FuzzAnswers, FuzzBatch } from '../campaign/fuzz-queue.ts';
import { BadInput } from '../input/bad-input.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { KEPT_SECONDS, KEYS, PREFIX, PROTOCOL, QUEUE } from './keys.ts';
import { workersAt } from './presence.ts';
import { programDigest, putProgram } from './programs.ts';
import { type Shared, sentenceFor } from './redis.ts';
import { type Offer, packedTasks, unpackedResult } from './wire.ts';

/** Between two looks for results. */
const LOOK_MS = 40;
/** Between two looks whether all that was offered is still there: a Redis that was restarted may have forgotten the last second. */
const CHECK_MS = 3000;
/** Without an answer from Redis for so long there is no sense in waiting. */
const PATIENCE_MS = 60_000;
/** When time is over, what has begun may end. */
const GRACE_MS = 30_000;
/** Batches on their way, for each thread of the fleet: one that runs, and some that wait for it. */
const BATCHES_PER_THREAD = 4;
const BATCHES_MIN = 8;

export interface OffersOptions {
  /** Tells campaigns apart. */
  readonly campaign: string;
  readonly label: string;
  readonly commit: string | null;
  /** The program: text that needs nothing else. */
  readonly code: string;
  readonly limitMs: number;
  readonly heapMbMax: number;
  /** Less is sooner. */
  readonly priority: number;
  /** Whether more is wanted. */
  readonly isOver: () => boolean;
  /** Systems that are looked at first for what makes runs differ. */
  readonly look: ReadonlySet<string>;
  /** A worker has given a batch back, and says why. */
  readonly onRefusal: (worker: string, reason: string) => void;
}

interface Awaited {
  readonly offer: Offer;
  /** Runs in it. */
  readonly size: number;
  readonly offeredMs: number;
  readonly resolve: (answers: FuzzAnswers | undefined) => void;
}

/**
 * Batches on their way through Redis. BullMQ hands each to a worker, and to another one when that is lost. A result is put beside the
 * queue by the batch's name, so that two of them are one; it is fetched, handed to whoever waits, and removed. What Redis forgets is
 * offered again: it may be done twice, and is merged once.
 */
export class Offers {
  private readonly shared: Shared;
  private readonly queue: Queue;
  private readonly options: OffersOptions;
  private readonly program: string;
  private readonly awaited = new Map<string, Awaited>();
  private readonly refused = new Map<string, string>();
  private readonly looked = new Set<string>();
  private readonly fail: (error: Error) => void;
  /** Rejects when nothing can go on. */
  private readonly failed: Promise<never>;
  private loop: Promise<void> | undefined;
  private isClosed = false;
  private checkedMs = 0;
  private answeredMs = performance.now();
  private overMs: number | undefined;
  /** Threads of the fleet when it was last looked at. */
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
    this.failed.catch(() => {}); // whoever waits is told
    this.fail = fail;
  }

  static async open(shared: Shared, options: OffersOptions): Promise<Offers> {
    const { Queue } = await import('bullmq');
    const queue = new Queue(QUEUE, { connection: shared.another(), prefix: PREFIX });
    queue.on('error', () => {}); // told when it lasts
    const offers = new Offers(shared, queue, options);
    await offers.guarded(offers.check());
    offers.loop = offers.watch();
    return offers;
  }

  /** So many batches are on their way at a time: enough for all threads, and no more than can be merged. */
  get unmergedMax(): number {
    return Math.max(BATCHES_MIN, this.threads * BATCHES_PER_THREAD);
  }

  /** What came of a batch; undefined when nobody will do it any more. @throws BadInput */
  async work(batch: FuzzBatch): Promise<FuzzAnswers | undefined> {
    const name = `${batch.from}-${batch.to}`;
    const offer = this.offerOf(name, batch.scenarios);
    const answers = new Promise<FuzzAnswers | undefined>((resolve) => {
      this.awaited.set(name, { offer, size: batch.scenarios.length, offeredMs: performance.now(), resolve });
    });
    try {
      await this.guarded(this.put(offer));
      return await Promise.race([answers, this.failed]);
    } finally {
      this.awaited.delete(name);
    }
  }

  /** Nobody waits any more. */
  interrupt(): void {
    for (const { resolve } of this.awaited.values()) resolve(undefined);
  }

  /** `isDone`: nobody will come back for what is left. */
  async close(isDone: boolean): Promise<void> {
    this.isClosed = true;
    this.interrupt();
    await this.loop?.catch(() => {});
    const { campaign } = this.options;
    const { client } = this.shared;
    if (client.status === 'ready') {
      await client.hdel(KEYS.campaigns, campaign);
      if (isDone) await client.del(KEYS.results(campaign), KEYS.refusals(campaign));
      await this.queue.close();
    }
    this.shared.close();
  }

  private offerOf(batch: string, scenarios: readonly Scenario[]): Offer {
    const tasks = scenarios.map((scenario) => {
      const { system } = scenario;
      const look = this.options.look.has(system) && !this.looked.has(system);
      this.looked.add(system);
      return { system, scenario, ...(look ? { look } : {}) };
    });
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
      removeOnFail: false, // why it failed is told by the coordinator, which removes it
    });
  }

  private async watch(): Promise<void> {
    while (!this.isClosed) {
      try {
        await within(this.lookOnce(), PATIENCE_MS);
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
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  private async lookOnce(): Promise<void> {
    const { client } = this.shared;
    const results = KEYS.results(this.options.campaign);
    for (const name of await client.hkeys(results)) {
      const waiting = this.awaited.get(name);
      if (waiting === undefined) continue; // not leased yet, or merged: whoever comes back for it, or the end, removes it
      const bytes = await client.hgetBuffer(results, name);
      const result = bytes === null ? undefined : unpackedResult(bytes);
      await client.hdel(results, name);
      if (result?.program !== this.program || result.answers.length !== waiting.size) continue; // damaged: it is offered again
      waiting.resolve(result.answers);
      void this.queue.remove(jobId(waiting.offer)).catch(() => {}); // it may have been offered twice
    }
    if (this.options.isOver()) await this.runOut();
    if (performance.now() - this.checkedMs >= CHECK_MS) await this.check();
  }

  /** All that was offered is there: the program, and each batch, in the queue or done. */
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
    this.threads = [...(await workersAt(client)).values()].reduce((sum, threads) => sum + threads, 0);
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

  /** Time is over: what nobody has begun is taken back; what has begun may end. */
  private async runOut(): Promise<void> {
    this.overMs ??= performance.now();
    const isLate = performance.now() - this.overMs > GRACE_MS;
    for (const [name, { offer, resolve }] of [...this.awaited]) {
      const state = await this.queue.getJobState(jobId(offer));
      const mayEnd = state === 'active' || state === 'unknown'; // it runs, or its result is on its way
      if ((mayEnd && !isLate) || !this.awaited.has(name)) continue;
      await this.queue.remove(jobId(offer)).catch(() => {});
      resolve(undefined);
    }
  }

  /** What Redis refuses is a sentence, and what it does not answer does not hold up the end. */
  private async guarded<T>(asked: Promise<T>): Promise<T> {
    try {
      return await Promise.race([asked, this.failed]);
    } catch (error) {
      throw error instanceof BadInput ? error : new BadInput(sentenceFor(error, this.shared.place));
    }
  }
}

/** BullMQ allows no colon in it. */
const jobId = ({ campaign, batch }: Offer): string => `${campaign}.${batch}`;

export const nodeMajor = (): number => Number(process.versions.node.split('.', 1)[0]);

async function within<T>(asked: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), limitMs);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

import os from 'node:os';
import type { Job, Worker } from 'bullmq';
import type { Answer } from '../campaign/answer.ts';
import { Pool } from '../campaign/pool.ts';
import { Slots } from '../campaign/slots.ts';
import { KEPT_SECONDS, KEYS, PREFIX, QUEUE } from './keys.ts';
import { present } from './presence.ts';
import { getProgram } from './programs.ts';
import type { Shared } from './redis.ts';
import { nodeMajor, type Offer, offerSchema, packedResult, unpackedTasks } from './wire.ts';

/** Minimum of batches processed at a time: the next one begins while the last runs of another finish. */
const BATCHES_MIN = 2;
/** Programs whose threads are kept, for campaigns that alternate. */
const PROGRAMS = 2;
/** A batch that has brought down this many workers is not assigned again. */
const LOST_MAX = 20;
/** Delay before a returned batch, so that another worker can take it. */
const GIVEN_BACK_MS = 2000;

export interface FleetWorkerOptions {
  readonly threads: number;
  /** Time without a heartbeat after which a batch is reassigned. */
  readonly leaseMs: number;
  readonly onBatch: (runs: number) => void;
  readonly onTrouble: (text: string) => void;
}

/** A batch cannot run here; the message says why. */
class Refused extends Error {}

interface Loaded {
  readonly pool: Pool<unknown, unknown>;
  users: number;
}

/** Takes batches from a fleet and runs them in threads, using exactly the program that each names. */
export class FleetWorker {
  readonly name = `${os.hostname()}-${process.pid}`;
  private readonly shared: Shared;
  private readonly options: FleetWorkerOptions;
  private readonly slots: Slots;
  /** By digest, least recently used first. */
  private readonly programs = new Map<string, Promise<Loaded>>();
  private worker: Worker | undefined;
  private leave: (() => Promise<void>) | undefined;

  constructor(shared: Shared, options: FleetWorkerOptions) {
    this.shared = shared;
    this.options = options;
    this.slots = new Slots(options.threads);
  }

  async start(): Promise<void> {
    const { Worker, DelayedError } = await import('bullmq');
    const { leaseMs, onTrouble } = this.options;
    this.worker = new Worker(
      QUEUE,
      async (job, token) => {
        try {
          await this.work(job);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          await this.refuse(job, error.message);
          await job.moveToDelayed(Date.now() + GIVEN_BACK_MS, token);
          throw new DelayedError();
        }
      },
      {
        connection: this.shared.another(),
        prefix: PREFIX,
        concurrency: Math.max(BATCHES_MIN, this.options.threads), // a batch may have a single task
        lockDuration: leaseMs,
        stalledInterval: leaseMs,
        maxStalledCount: LOST_MAX,
      },
    );
    let last = '';
    this.worker.on('error', (error) => {
      if (error.message !== last) onTrouble(error.message);
      last = error.message;
    });
    this.leave = present(this.shared.client, this.name, this.options.threads);
    await this.worker.waitUntilReady();
  }

  /**
   * Finishes running batches and takes no more. Without Redis there is nobody to tell of them: other workers will take them over.
   * Returns whether Redis is there.
   */
  async close(): Promise<boolean> {
    const isThere = this.shared.client.status === 'ready';
    if (isThere) {
      await this.worker?.close();
      await this.leave?.();
    } else {
      void this.worker?.close(true).catch(() => {});
    }
    for (const program of this.programs.values())
      await program.then(({ pool }) => pool.close()).catch(() => {});
    this.shared.close();
    return isThere;
  }

  private async work(job: Job): Promise<void> {
    const parsed = offerSchema.safeParse(job.data);
    if (!parsed.success) throw new Refused('it is of another version of wavetank');
    const offer = parsed.data;
    if (offer.nodeMajor !== nodeMajor())
      throw new Refused(`it needs Node ${offer.nodeMajor}, and this is ${process.version}`);
    const loaded = await this.loaded(offer);
    loaded.users++;
    try {
      const tasks = unpackedTasks(offer.tasks);
      const answers = await Promise.all(tasks.map((task) => this.run(loaded.pool, task)));
      // A batch that was assigned twice may finish after its campaign: no coordinator will fetch its result.
      if ((await this.shared.client.hexists(KEYS.campaigns, offer.campaign)) === 0) return;
      const results = KEYS.results(offer.campaign);
      const bytes = packedResult({ program: offer.program, answers });
      await this.shared.client.multi().hset(results, offer.batch, bytes).expire(results, KEPT_SECONDS).exec();
      this.options.onBatch(tasks.length);
    } finally {
      loaded.users--;
    }
  }

  private async run(pool: Pool<unknown, unknown>, task: unknown): Promise<Answer<unknown>> {
    await this.slots.take();
    try {
      return await pool.run(task);
    } finally {
      this.slots.free();
    }
  }

  private async refuse({ data }: Job, reason: string): Promise<void> {
    this.options.onTrouble(`a batch was given back: ${reason}`);
    const campaign: unknown =
      typeof data === 'object' && data !== null && 'campaign' in data ? data.campaign : undefined;
    if (typeof campaign !== 'string') return;
    const refusals = KEYS.refusals(campaign);
    await this.shared.client.multi().hset(refusals, this.name, reason).expire(refusals, KEPT_SECONDS).exec();
  }

  /** @throws Refused */
  private async loaded(offer: Offer): Promise<Loaded> {
    const { program } = offer;
    const known = this.programs.get(program);
    this.programs.delete(program);
    const loading = known ?? this.load(offer);
    this.programs.set(program, loading);
    try {
      const loaded = await loading;
      await this.forgetOld();
      return loaded;
    } catch (error) {
      this.programs.delete(program); // a retry may succeed
      throw error instanceof Refused
        ? error
        : new Refused(`program ${program.slice(0, 8)} does not start: ${messageOf(error)}`);
    }
  }

  private async load({ program, limitMs, heapMbMax }: Offer): Promise<Loaded> {
    const found = await getProgram(this.shared.client, program);
    if (typeof found === 'string') throw new Refused(found);
    const pool = new Pool<unknown, unknown>(found.code, {
      threads: this.options.threads,
      limitMs,
      heapMbMax,
    });
    try {
      await pool.ready();
    } catch (error) {
      await pool.close();
      throw error;
    }
    return { pool, users: 0 };
  }

  private async forgetOld(): Promise<void> {
    for (const [digest, loading] of [...this.programs].slice(0, -PROGRAMS)) {
      const { pool, users } = await loading;
      if (users > 0) continue;
      this.programs.delete(digest);
      await pool.close();
    }
  }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';

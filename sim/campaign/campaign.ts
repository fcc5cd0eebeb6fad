import type { Scenario } from '../scenario/scenario.ts';
import { type FuzzAnswers, type FuzzBatch, FuzzQueue, type FuzzQueueOptions } from './fuzz-queue.ts';
import type { Journal } from './journal.ts';
import { type Worker, workOff } from './queue.ts';
import { Slots } from './slots.ts';
import type { FuzzAnswer, FuzzTask } from './task.ts';

/** Dependencies of a campaign besides its journal. */
export interface CampaignOptions extends Omit<FuzzQueueOptions, 'runsPerBatch' | 'unmergedMax' | 'threads'> {
  readonly crew: LocalCrew | RemoteCrew;
  /** Starts no more runs and abandons current ones. */
  readonly signal: AbortSignal;
  readonly onRun: (answer: FuzzAnswer) => void;
}

/** Worker threads of this process. */
export interface LocalCrew {
  readonly type: 'local';
  /** Number of concurrent runs. */
  readonly workers: number;
  /** Runs one task; never rejects. */
  readonly run: (task: FuzzTask) => Promise<FuzzAnswer>;
}

/** Workers anywhere, in any number. */
export interface RemoteCrew {
  readonly type: 'remote';
  /** Current maximum of batches in flight; may change. */
  readonly unmergedMax: () => number;
  /** Current number of threads; may change. */
  readonly threads: () => number;
  /** Result of a batch; undefined when no worker has it any more. */
  readonly work: (batch: FuzzBatch) => Promise<FuzzAnswers | undefined>;
  /** Called with the campaign's queue before it begins. */
  readonly begin: (queue: { readonly over: boolean }) => void;
}

/** Runs per worker in a batch: enough to make persisting batches cheap, few enough to rerun. */
const RUNS_PER_WORKER = 32;
/** Concurrent batches: the next one begins while the last runs of one finish. */
const BATCHES = 2;

/** Maximum number of batches waiting for remote answers. */
const LANES = 4096;

/** Runs the plan in this process. Returns true when completed, false when interrupted. */
export async function runCampaign(journal: Journal, options: CampaignOptions): Promise<boolean> {
  const { crew, signal } = options;
  const queue = queueFor(journal, options);
  await workOff(queue, { ...lanesOf(crew, queue, options), signal });
  if (signal.aborted) return false;
  queue.end();
  journal.finish(queue.elapsedMs);
  return true;
}

function queueFor(journal: Journal, { crew, ...options }: CampaignOptions): FuzzQueue {
  return crew.type === 'local'
    ? new FuzzQueue(journal, { ...options, runsPerBatch: crew.workers * RUNS_PER_WORKER })
    : new FuzzQueue(journal, {
        ...options,
        runsPerBatch: RUNS_PER_WORKER,
        unmergedMax: crew.unmergedMax,
        threads: crew.threads,
      });
}

function lanesOf(
  crew: LocalCrew | RemoteCrew,
  queue: FuzzQueue,
  options: CampaignOptions,
): { workers: number; newWorker: () => Worker<FuzzBatch, FuzzAnswers> } {
  if (crew.type === 'local') {
    const slots = new Slots(crew.workers);
    return {
      workers: BATCHES,
      newWorker: () => ({ work: (batch) => runBatch(batch, queue, slots, crew, options) }),
    };
  }
  crew.begin(queue);
  const work = async (batch: FuzzBatch): Promise<FuzzAnswers | undefined> => {
    if (options.signal.aborted) return undefined;
    const answers = await crew.work(batch);
    if (options.signal.aborted) return undefined;
    answers?.forEach((answer, at) => {
      const scenario = batch.scenarios[at];
      if (answer === undefined || scenario === undefined) return;
      options.onRun(answer);
      queue.ran(scenario, answer); // its batch may have to wait for earlier ones
    });
    return answers;
  };
  return { workers: LANES, newWorker: () => ({ work }) };
}

/** Returns undefined when interrupted. When the time is up, started runs count and the rest are skipped. */
async function runBatch(
  { scenarios }: FuzzBatch,
  queue: FuzzQueue,
  slots: Slots,
  { run }: LocalCrew,
  { signal, onRun }: CampaignOptions,
): Promise<FuzzAnswers | undefined> {
  const runOne = async (scenario: Scenario): Promise<FuzzAnswer | undefined> => {
    await slots.take();
    try {
      if (signal.aborted || queue.over) return undefined;
      const answer = await run({ system: scenario.system, scenario });
      if (signal.aborted) return undefined; // its thread was stopped: not a crash
      onRun(answer);
      queue.ran(scenario, answer);
      return answer;
    } finally {
      slots.free();
    }
  };
  const answers = await Promise.all(scenarios.map(runOne));
  return signal.aborted ? undefined : answers;
}

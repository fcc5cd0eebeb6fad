import type { Scenario } from '../scenario/scenario.ts';
import { type FuzzAnswers, type FuzzBatch, FuzzQueue, type FuzzQueueOptions } from './fuzz-queue.ts';
import type { Journal } from './journal.ts';
import { type Worker, workOff } from './queue.ts';
import { Slots } from './slots.ts';
import type { FuzzAnswer, FuzzTask } from './task.ts';

/** Dependencies of a campaign besides its journal. */
export interface CampaignOptions extends Omit<FuzzQueueOptions, 'runsPerBatch' | 'unmergedMax'> {
  readonly crew: LocalCrew | RemoteCrew;
  /** No more runs are begun, and what runs is given up. */
  readonly signal: AbortSignal;
  readonly onRun: (answer: FuzzAnswer) => void;
}

/** Threads of this process. */
export interface LocalCrew {
  readonly type: 'local';
  /** Runs that are done at a time. */
  readonly workers: number;
  /** Runs one task; answers always. */
  readonly run: (task: FuzzTask) => Promise<FuzzAnswer>;
}

/** Whoever there is, wherever they are. */
export interface RemoteCrew {
  readonly type: 'remote';
  /** Batches on their way, at most: it may change. */
  readonly unmergedMax: () => number;
  /** What came of a batch; undefined when nobody does it any more. */
  readonly work: (batch: FuzzBatch) => Promise<FuzzAnswers | undefined>;
  /** Told of the campaign's queue before it begins. */
  readonly begin: (queue: { readonly over: boolean }) => void;
}

/** Runs that each worker finds in a batch: enough that putting batches down costs nothing, few enough to run again. */
const RUNS_PER_WORKER = 32;
/** Batches that are worked on at a time: while the last runs of one end, the next one has begun. */
const BATCHES = 2;

/** Batches that wait for answers from elsewhere at a time, at most. */
const LANES = 4096;

/** Runs what the plan says, in this program. True when that came to its end, false when it was interrupted. */
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
    : new FuzzQueue(journal, { ...options, runsPerBatch: RUNS_PER_WORKER, unmergedMax: crew.unmergedMax });
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
      queue.ran(scenario, answer); // its batch may have to wait for those before
    });
    return answers;
  };
  return { workers: LANES, newWorker: () => ({ work }) };
}

/** Undefined when it was interrupted. When time is over, what has begun counts, and the rest is left out. */
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
      if (signal.aborted) return undefined; // its thread was stopped: this is no crash
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

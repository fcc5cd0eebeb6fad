import type { Scenario } from '../scenario/scenario.ts';
import { type FuzzAnswers, type FuzzBatch, FuzzQueue, type FuzzQueueOptions } from './fuzz-queue.ts';
import type { Journal } from './journal.ts';
import { workOff } from './queue.ts';
import type { FuzzAnswer, FuzzTask } from './task.ts';

/** Dependencies of a campaign besides its journal. */
export interface CampaignOptions extends Omit<FuzzQueueOptions, 'runsPerBatch'> {
  /** Runs that are done at a time. */
  readonly workers: number;
  /** Runs one task; answers always. */
  readonly run: (task: FuzzTask) => Promise<FuzzAnswer>;
  /** No more runs are begun, and what runs is given up. */
  readonly signal: AbortSignal;
  readonly onRun: (answer: FuzzAnswer) => void;
}

/** Runs that each worker finds in a batch: enough that putting batches down costs nothing, few enough to run again. */
const RUNS_PER_WORKER = 32;
/** Batches that are worked on at a time: while the last runs of one end, the next one has begun. */
const BATCHES = 2;

/** Runs what the plan says, in this program. True when that came to its end, false when it was interrupted. */
export async function runCampaign(journal: Journal, options: CampaignOptions): Promise<boolean> {
  const { workers, signal } = options;
  const queue = new FuzzQueue(journal, { ...options, runsPerBatch: workers * RUNS_PER_WORKER });
  const slots = new Slots(workers);
  const work = (batch: FuzzBatch): Promise<FuzzAnswers | undefined> => runBatch(batch, queue, slots, options);
  await workOff(queue, { workers: BATCHES, newWorker: () => ({ work }), signal });
  if (signal.aborted) return false;
  queue.end();
  journal.finish(queue.elapsedMs);
  return true;
}

/** Undefined when it was interrupted. When time is over, what has begun counts, and the rest is left out. */
async function runBatch(
  { scenarios }: FuzzBatch,
  queue: FuzzQueue,
  slots: Slots,
  { run, signal, onRun }: CampaignOptions,
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

/** So many may do something at a time; the others wait for their turn. */
class Slots {
  private left: number;
  private readonly waiting: (() => void)[] = [];

  constructor(slots: number) {
    this.left = slots;
  }

  async take(): Promise<void> {
    if (this.left > 0) this.left--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  free(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.left++;
    else next();
  }
}

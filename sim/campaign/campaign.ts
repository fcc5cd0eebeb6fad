import type { Scenario } from '../scenario/scenario.ts';
import { failureOf, type Origin } from './finding.ts';
import type { Batch, FindingLine, Journal } from './journal.ts';
import { KnownStates } from './known-states.ts';
import { slotAt } from './plan.ts';
import type { Answer, FuzzTask } from './task.ts';
import { addRun } from './totals.ts';

/** What a campaign needs besides its journal. */
export interface CampaignOptions {
  readonly workers: number;
  readonly origin: Origin;
  /** Runs one task; answers always. */
  readonly run: (task: FuzzTask) => Promise<Answer>;
  readonly scenarioOf: (system: string, seed: string) => Scenario;
  readonly nowMs: () => number;
  /** True from when on no more runs are begun. */
  readonly stopped: () => boolean;
  readonly onRun: (answer: Answer) => void;
  readonly onFinding: (finding: FindingLine) => void;
}

/** Runs that each worker finds in a batch: enough that putting batches down costs nothing, few enough to run again. */
const RUNS_PER_WORKER = 32;

interface Running {
  readonly batch: Batch;
  readonly scenarios: readonly Scenario[];
  /** By position in the batch. */
  readonly answers: (Answer | undefined)[];
  left: number;
}

/**
 * Runs what the plan says, as many at a time as there are workers. A batch is on disk before it begins; its runs count when
 * all of it is done. True when the plan was carried out to its end, false when it was interrupted.
 */
export async function runCampaign(journal: Journal, options: CampaignOptions): Promise<boolean> {
  const { campaign, totals } = journal;
  const { plan } = campaign;
  const known = new KnownStates();
  known.learn(journal.readStates());
  const began = options.nowMs() - campaign.elapsedMs;
  const elapsedMs = (): number => options.nowMs() - began;
  const again = [...campaign.open];
  let failed = false;
  let current: Running | undefined;
  let position = 0;

  const over = (): boolean =>
    (plan.minutes !== null && elapsedMs() >= plan.minutes * 60_000) || (plan.untilFailure && failed);

  const openNext = (): Running | undefined => {
    const batch = again.shift() ?? {
      from: campaign.next,
      to: campaign.next + options.workers * RUNS_PER_WORKER,
    };
    const scenarios: Scenario[] = [];
    for (let index = batch.from; index < batch.to; index++) {
      const slot = slotAt(plan, index);
      if (slot !== undefined) scenarios.push(options.scenarioOf(slot.system, slot.seed));
    }
    if (scenarios.length === 0) return undefined;
    const whole = { from: batch.from, to: batch.from + scenarios.length };
    journal.open(whole, scenarios);
    return { batch: whole, scenarios, answers: scenarios.map(() => undefined), left: scenarios.length };
  };

  const close = ({ batch, answers }: Running): void => {
    const fresh: number[] = [];
    for (const answer of answers) if (answer !== undefined) fresh.push(...addRun(totals, answer, known));
    journal.close(batch, elapsedMs(), fresh);
  };

  const judge = (answer: Answer, scenario: Scenario): void => {
    const failure = failureOf(answer, scenario, options.origin);
    if (failure === undefined) return;
    failed = true;
    const finding = journal.keep(failure);
    if (finding !== undefined) options.onFinding(finding);
  };

  const worker = async (): Promise<void> => {
    while (!options.stopped() && !over()) {
      if (current === undefined || position >= current.scenarios.length) {
        current = openNext();
        position = 0;
        if (current === undefined) return;
      }
      const running = current;
      const at = position++;
      const scenario = running.scenarios[at];
      if (scenario === undefined) return;
      const answer = await options.run({ system: scenario.system, scenario });
      if (options.stopped()) return; // the pool is being closed: this is no crash
      running.answers[at] = answer;
      running.left--;
      options.onRun(answer);
      judge(answer, scenario);
      if (running.left === 0) close(running);
    }
    // Time is over: what has run counts.
    if (over() && current !== undefined) partial.add(current);
  };
  const partial = new Set<Running>();

  await Promise.all(Array.from({ length: options.workers }, worker));
  if (options.stopped()) return false;
  for (const running of partial) if (running.left > 0) close(running);
  journal.finish(elapsedMs());
  return true;
}

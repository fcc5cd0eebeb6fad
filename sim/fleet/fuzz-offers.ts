import * as z from 'zod';
import type { FuzzAnswers, FuzzBatch } from '../campaign/fuzz-queue.ts';
import type { FuzzTask } from '../campaign/task.ts';
import type { Offers } from './offers.ts';

/** What is checked of a run of `fuzz`. */
export const fuzzRun = z.looseObject({
  verdict: z.string(),
  steps: z.number(),
  states: z.array(z.number()),
});

/** Batches of a `fuzz` campaign on a fleet. */
export class FuzzOffers {
  private readonly offers: Offers;
  private readonly look: ReadonlySet<string>;
  private readonly looked = new Set<string>();

  /** `look`: systems to check first for nondeterminism. */
  constructor(offers: Offers, look: ReadonlySet<string>) {
    this.offers = offers;
    this.look = look;
  }

  /** Returns the results of a batch; undefined if it will not run any more. @throws BadInput */
  async work({ from, to, scenarios }: FuzzBatch): Promise<FuzzAnswers | undefined> {
    const tasks = scenarios.map((scenario): FuzzTask => {
      const { system } = scenario;
      const look = this.look.has(system) && !this.looked.has(system);
      this.looked.add(system);
      return { system, scenario, ...(look ? { look } : {}) };
    });
    return (await this.offers.ask(`${from}-${to}`, tasks)) as FuzzAnswers | undefined; // checked as `fuzzRun`
  }
}

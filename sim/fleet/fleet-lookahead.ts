import * as z from 'zod';
import { BadInput } from '../input/bad-input.ts';
import type { Candidate } from '../shrink/candidate.ts';
import type { Goal, Lookahead, Report } from '../shrink/lookahead.ts';
import type { LookaheadTask } from '../shrink/lookahead-task.ts';
import type { Offers } from './offers.ts';

/** Groups for each thread of the fleet: one that runs, one on its way. */
const GROUPS_PER_THREAD = 2;
/** Steps of a group that take a worker about a tenth of a second, and several times as long as the request: of processes, of programs. */
const STEPS = 20_000;
const PROGRAM_STEPS = 1_000;
/** More than one search can make and judge in the meantime. */
const GROUPS_MAX = 64;

/** What is checked of the reports on a group that come back. */
export const reports: z.ZodType<readonly Report[]> = z.array(
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('hopeless'), slipped: z.string().optional() }),
    z.object({ type: z.literal('unknown') }),
  ]),
);

export interface FleetLookaheadOptions {
  /** Name of the system in the program of the offers. */
  readonly system: string;
  /** Digest of the code of its programs, if it has any. */
  readonly code: string | undefined;
  /** Called once for each kind of trouble. The search goes on, at worst alone. */
  readonly onTrouble: (text: string) => void;
}

/**
 * Lookahead on a fleet: each group is a batch of a single task. The search never waits for them, so that workers and Redis may come
 * and go: what is not reported in time it looks at itself.
 */
export class FleetLookahead implements Lookahead {
  readonly aheadAtFirst = 0;
  readonly stepsTogether: number;
  readonly isAwaited = false;
  private readonly offers: Offers;
  private readonly options: FleetLookaheadOptions;
  private readonly asked = new Set<string>();
  private readonly troubles = new Set<string>();
  private groups = 0;
  private isLost = false;

  constructor(offers: Offers, options: FleetLookaheadOptions) {
    this.offers = offers;
    this.options = options;
    this.stepsTogether = options.code === undefined ? STEPS : PROGRAM_STEPS;
  }

  get ahead(): number {
    return Math.min(GROUPS_MAX, GROUPS_PER_THREAD * this.share);
  }

  get share(): number {
    return this.threads + 1;
  }

  async look(candidates: readonly Candidate[], goal: Goal): Promise<readonly Report[]> {
    const { system, code } = this.options;
    const task: LookaheadTask = { system, candidates, goal, ...(code === undefined ? {} : { code }) };
    const name = `group-${this.groups++}`;
    this.asked.add(name);
    try {
      const answer = (await this.offers.ask(name, [task]))?.[0];
      if (answer?.type === 'ran') return answer.run as readonly Report[]; // checked as `reports`
      if (answer?.type === 'crash') this.tell(`a worker could not look: ${answer.reason}`);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      this.isLost = true;
      this.tell(`${error.message}; the search goes on alone`);
    } finally {
      this.asked.delete(name);
    }
    return [];
  }

  forget(): void {
    for (const name of this.asked) this.offers.forget(name);
  }

  private tell(text: string): void {
    if (this.troubles.has(text)) return;
    this.troubles.add(text);
    this.options.onTrouble(text);
  }

  private get threads(): number {
    return this.isLost || !this.offers.isConnected ? 0 : this.offers.threads;
  }
}

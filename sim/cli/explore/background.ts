import { CheckRun } from '../../check/check-run.ts';
import type { Explorer } from '../../check/explore/explorer.ts';
import { NO_REDUCTIONS } from '../../check/model/configuration.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import type { Searched } from '../../page/explorer/position-page.ts';
import { count } from '../../words/units.ts';
import type { CheckJob } from '../check/job.ts';

/** States per batch; page requests are served between batches. */
const PIECE = 1 << 12;
const STATES_MAX = 300_000;

/** Searches in the background to offer states to jump to. Uses no reduction, so that its paths are valid in the Explorer. */
export class Background {
  private readonly run: CheckRun;
  private timer: NodeJS.Immediate | undefined;
  private ended = false;

  constructor({ configuration, system, statesMax }: CheckJob) {
    const whole = { ...configuration, reductions: NO_REDUCTIONS };
    this.run = withoutNondeterminism(
      () => new CheckRun(system, whole, { statesMax: statesMax ?? STATES_MAX }),
    );
  }

  start(): void {
    this.timer = setImmediate(() => {
      this.ended = !withoutNondeterminism(() => this.run.advance(PIECE));
      if (!this.ended) this.start();
    });
  }

  stop(): void {
    if (this.timer !== undefined) clearImmediate(this.timer);
  }

  /** Discoveries so far, as paths of this Explorer. */
  searchedBy(explorer: Explorer): Searched {
    const { properties, unique, verdict } = this.run.result();
    return {
      words: `search: ${count(unique)} states, ${this.ended ? verdict : 'going on; load the page again'}`,
      discoveries: properties.flatMap(({ name, verdict: judged, path }) => {
        const way = path === undefined ? undefined : explorer.wayOf(path);
        return way === undefined ? [] : [{ name, verdict: judged, path: way }];
      }),
    };
  }
}

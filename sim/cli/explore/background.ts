import { CheckRun } from '../../check/check-run.ts';
import type { Explorer } from '../../check/explore/explorer.ts';
import { NO_REDUCTIONS } from '../../check/model/configuration.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import type { Searched } from '../../page/explorer/position-page.ts';
import { count } from '../../words/units.ts';
import type { CheckJob } from '../check/job.ts';

/** Pages are answered between two pieces. */
const PIECE = 1 << 12;
const STATES_MAX = 300_000;

/** Searches while somebody walks, so that there is something to jump to. Nothing is left out: its ways are the ways of the page. */
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

  /** What was found so far, as ways of this Explorer. */
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

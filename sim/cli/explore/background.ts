import { CheckRun } from '../../check/check-run.ts';
import type { Explorer } from '../../check/explore/explorer.ts';
import { NO_REDUCTIONS } from '../../check/model/configuration.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import type { CheckData, DiscoveryData } from '../../page/explorer/position-data.ts';
import { count, several } from '../../words/units.ts';
import type { CheckJob } from '../check/job.ts';

/** States per batch; page requests are served between batches. */
const PIECE = 1 << 11;

/**
 * Searches in the background to offer states to jump to, all that it finds. Uses no reduction, so that its paths are valid in the
 * Explorer.
 */
export class Background {
  private readonly run: CheckRun;
  private readonly explorer: Explorer;
  private timer: NodeJS.Immediate | undefined;
  private end: string | undefined;
  private discoveries: readonly DiscoveryData[] = [];
  private known = 0;

  constructor({ configuration, system }: CheckJob, explorer: Explorer, statesMax: number) {
    const whole = { ...configuration, reductions: NO_REDUCTIONS };
    this.explorer = explorer;
    this.run = withoutNondeterminism(() => new CheckRun(system, whole, { statesMax, toTheEnd: true }));
  }

  start(): void {
    this.timer = setImmediate(() => {
      try {
        if (withoutNondeterminism(() => this.run.advance(PIECE))) this.start();
        else this.end = this.endWords();
      } catch (error) {
        this.end = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
      }
    });
  }

  stop(): void {
    if (this.timer !== undefined) clearImmediate(this.timer);
    this.run.close();
  }

  /** How far it has come, and what it has found. */
  get status(): CheckData {
    const { depth, unique, waiting } = this.run.search;
    const seen = `${several(unique, 'state')}, depth ${depth}`;
    const isRunning = this.end === undefined;
    return {
      isRunning,
      words: `check: ${seen}, ${this.end ?? `${count(waiting)} waiting`}`,
      discoveries: withoutNondeterminism(() => this.found()),
    };
  }

  private endWords(): string {
    if (this.run.isUnfinished) return 'stopped at its limit';
    return this.run.result().verdict === 'holds'
      ? 'all there are: everything holds'
      : 'all there are: not everything holds';
  }

  /** Discoveries so far, as paths of the Explorer. */
  private found(): readonly DiscoveryData[] {
    const { size } = this.run.search.judge.found;
    if (size === this.known) return this.discoveries;
    this.known = size;
    this.discoveries = this.run.result().properties.flatMap(({ name, verdict, path }) => {
      const way = path === undefined ? undefined : this.explorer.wayOf(path);
      return way === undefined ? [] : [{ name, verdict, path: way }];
    });
    return this.discoveries;
  }
}

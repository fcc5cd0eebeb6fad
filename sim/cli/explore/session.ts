import { randomUUID } from 'node:crypto';
import { Explorer } from '../../check/explore/explorer.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import type { StatusData } from '../../page/explorer/position-data.ts';
import { type Place, positionPage } from '../../page/explorer/position-page.ts';
import { several } from '../../words/units.ts';
import type { CheckJob } from '../check/job.ts';
import { mayHappen } from '../check/lines.ts';
import { Background } from './background.ts';
import { Finder } from './finder.ts';
import { FormerWays } from './former-ways.ts';

const STATES_MAX = 300_000;

/** One version of the system, and what runs on it. */
interface Loaded {
  readonly version: string;
  readonly explorer: Explorer;
  readonly background: Background;
  readonly finder: Finder;
  readonly mayHappen: string;
}

/** Page request. */
export interface Wanted {
  readonly way: readonly number[];
  readonly beside?: readonly number[];
  /** Steps of an earlier version that could be followed, and all there were. */
  readonly kept?: readonly [kept: number, all: number];
}

/** State of a running Explorer, across versions of its system. */
export class Session {
  readonly isWatching: boolean;
  /** Why the system could not be loaded as it is now. */
  error: string | undefined;
  private readonly id = randomUUID().slice(0, 8);
  private readonly former = new FormerWays();
  private generation = 0;
  private loaded: Loaded;

  /** @throws BadInput and whatever a first start throws */
  constructor(job: CheckJob, isWatching: boolean) {
    this.isWatching = isWatching;
    this.loaded = this.begun(job);
  }

  get version(): string {
    return this.loaded.version;
  }

  start(): void {
    this.loaded.background.start();
  }

  stop(): void {
    this.loaded.background.stop();
    this.loaded.finder.stop();
  }

  /** Goes on with another version of the system; with the present one if that cannot even begin. */
  replace(job: CheckJob): void {
    const next = this.begun(job);
    this.stop();
    this.loaded = next;
    this.error = undefined;
    this.start();
  }

  get status(): StatusData {
    const { background, finder, version } = this.loaded;
    const { error, isWatching } = this;
    const find = finder.status;
    return {
      version,
      isWatching,
      check: background.status,
      ...(error === undefined ? {} : { error }),
      ...(find === undefined ? {} : { find }),
    };
  }

  find(predicate: string, way: readonly number[]): void {
    this.loaded.finder.begin(predicate, way);
  }

  /** The page of a position; undefined if there is no such way. */
  page({ beside, kept, way }: Wanted): string | undefined {
    const place = this.placeAt(way);
    if (place === undefined) return undefined;
    const pinned = beside === undefined ? undefined : this.placeAt(beside);
    const { status } = this;
    return positionPage(this.loaded.explorer, {
      ...place,
      mayHappen: this.loaded.mayHappen,
      status,
      ...(pinned === undefined ? {} : { beside: pinned }),
      ...(kept === undefined ? {} : { note: noteOf(kept) }),
    });
  }

  /** Path of an earlier version, followed in this one as far as possible; undefined if that version never showed it. */
  translated(version: string, way: readonly number[]): readonly number[] | undefined {
    const names = this.former.namesOf(version, way);
    if (names === undefined) return undefined;
    return withoutNondeterminism(() => this.loaded.explorer.follow(names));
  }

  private placeAt(way: readonly number[]): Place | undefined {
    const { explorer, version } = this.loaded;
    return withoutNondeterminism(() => {
      const position = explorer.at(way);
      if (position === undefined) return undefined;
      const names = this.isWatching ? explorer.namesOf(way) : undefined;
      if (names !== undefined) this.former.remember(version, way, names);
      return { way, position };
    });
  }

  private begun(job: CheckJob): Loaded {
    const explorer = withoutNondeterminism(() => new Explorer(job.system, job.configuration));
    withoutNondeterminism(() => explorer.at([])); // throws if a process cannot start
    const statesMax = job.statesMax ?? STATES_MAX;
    this.generation += 1;
    return {
      version: `${this.id}.${this.generation}`,
      explorer,
      background: new Background(job, explorer, statesMax),
      finder: new Finder(explorer, statesMax),
      mayHappen: mayHappen(job.configuration),
    };
  }
}

const noteOf = ([kept, all]: readonly [number, number]): string =>
  kept === all
    ? `the file has changed; ${all === 0 ? 'this is its start' : `the way here is still there (${several(all, 'step')})`}`
    : `the file has changed; the way can be followed up to step ${kept} of ${all}`;

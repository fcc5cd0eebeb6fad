import type { Explorer } from '../../check/explore/explorer.ts';
import { Predicate } from '../../check/explore/predicate/predicate.ts';
import type { StateSearch } from '../../check/explore/state-search.ts';
import { withoutNondeterminism } from '../../kernel/guard.ts';
import { findWords } from '../../page/explorer/find-words.ts';
import type { FindData } from '../../page/explorer/position-data.ts';

/** States per slice; requests are served between slices. */
const PIECE = 512;

interface Running {
  readonly predicate: Predicate;
  readonly search: StateSearch;
}

/** Searches for states, one search at a time: a new one ends the one before. */
export class Finder {
  private readonly explorer: Explorer;
  private readonly statesMax: number;
  private running: Running | undefined;
  private timer: NodeJS.Immediate | undefined;
  private shown: FindData | undefined;

  constructor(explorer: Explorer, statesMax: number) {
    this.explorer = explorer;
    this.statesMax = statesMax;
  }

  /** Begins a search from this position; an empty text only ends the one before. */
  begin(text: string, way: readonly number[]): void {
    this.stop();
    this.shown = undefined;
    if (text.trim() === '') return;
    this.shown = { predicate: text, from: way, isRunning: true, isWrong: false, words: '' };
    const running = this.attempt(() => {
      const predicate = new Predicate(text);
      const search = this.explorer.search(way, predicate, this.statesMax);
      if (search === undefined) throw new Error('there is no such way');
      return { predicate, search };
    });
    this.running = running;
    if (running !== undefined) this.goOn(running);
  }

  /** The latest search; undefined if there is none. */
  get status(): FindData | undefined {
    const { running, shown } = this;
    if (running === undefined || shown === undefined) return shown;
    return { ...shown, words: findWords(running.search, true, []) };
  }

  stop(): void {
    if (this.timer !== undefined) clearImmediate(this.timer);
    this.running = undefined;
  }

  private goOn(running: Running): void {
    this.timer = setImmediate(() => {
      const isMore = this.attempt(() => running.search.advance(PIECE));
      if (isMore === true) this.goOn(running);
      else if (isMore === false) this.attempt(() => this.end(running));
    });
  }

  private end({ predicate, search }: Running): void {
    const { actions } = search;
    this.running = undefined;
    if (this.shown === undefined) return;
    const path = actions === undefined ? undefined : this.explorer.wayOn(this.shown.from, actions);
    this.shown = {
      ...this.shown,
      isRunning: false,
      words: findWords(search, false, predicate.neverFound),
      ...(path === undefined ? {} : { path }),
    };
  }

  /** A predicate or a handler may throw: that ends the search, with its sentence. */
  private attempt<T>(body: () => T): T | undefined {
    try {
      return withoutNondeterminism(body);
    } catch (error) {
      this.stop();
      const words = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
      if (this.shown !== undefined) this.shown = { ...this.shown, isRunning: false, isWrong: true, words };
      return undefined;
    }
  }
}

import { mix } from '../../../src/process/digest.ts';
import type { Judge } from '../judge/judge.ts';
import type { Space } from '../parts/space.ts';
import type { DeadMessages } from '../reductions/dead-messages.ts';
import { Frontier, type Overflow } from './frontier.ts';
import { initialRecords } from './initial-states.ts';
import { HIGH, LENGTH, LOW, layoutOf, NUMBER } from './layout.ts';
import { LinkExpander } from './link-expander.ts';
import { Origins } from './origins.ts';
import type { SavedSearch } from './saved-search.ts';
import type { Expander, Target } from './target.ts';
import { VectorExpander } from './vector-expander.ts';
import { Visited } from './visited.ts';

/** A beam: of each level only about this many states are expanded, chosen by their hashes and the seed. */
export interface Beam {
  readonly states: number;
  readonly seed: string;
}

/** How wide a search is. */
export interface SearchOptions {
  readonly beam?: Beam;
  /** Takes the part of the frontier that does not fit into memory. */
  readonly overflow?: Overflow;
}

const RANKS = 2 ** 32;

export type SearchState = 'more' | 'done' | 'violation';

/**
 * Level-synchronous breadth-first search of all reachable states: every state is first met on a shortest path. Keeps the hash and
 * origin of every state, and the records of two levels.
 */
export class Search implements Target {
  frontier: Frontier;
  readonly looks: boolean;
  readonly judge: Judge;
  readonly visited = new Visited();
  readonly origins = new Origins();
  /** States generated, including repeated and initial ones. */
  generated = 0;
  /** Length of the longest shortest path, in states: an initial state has depth 1. */
  depth = 0;
  /** Terminal states. */
  ends = 0;
  private readonly space: Space;
  private readonly expander: Expander;
  private readonly spare: Int32Array[] = [];
  private readonly networkAt: number;
  private level: Frontier;
  private words: Int32Array | undefined;
  private used = 0;
  private at = 0;
  private readonly beam: Beam | undefined;
  private readonly overflow: Overflow | undefined;
  private readonly salt: number;
  /** States of this level with a higher rank are left out. */
  private rankMax = RANKS;
  /** Set once a beam has dropped states. */
  isThinned = false;

  constructor(space: Space, judge: Judge, dead?: DeadMessages, { beam, overflow }: SearchOptions = {}) {
    this.space = space;
    this.beam = beam;
    this.overflow = overflow;
    this.salt = saltOf(beam?.seed ?? '');
    this.judge = judge;
    this.looks = this.judge.looks;
    this.networkAt = layoutOf(space).network;
    this.frontier = new Frontier(this.spare, overflow);
    this.level = new Frontier(this.spare);
    this.expander =
      space.configuration.network === 'links'
        ? new LinkExpander(space, this)
        : new VectorExpander(space, this, dead);
    this.begin();
  }

  get unique(): number {
    return this.visited.size;
  }

  /** States waiting to be expanded, on this level and the next. */
  get waiting(): number {
    return this.level.size + this.frontier.size;
  }

  get frontierBytes(): number {
    return this.level.bytes + this.frontier.bytes;
  }

  /** Expands up to this many states, while there are fewer than `uniqueMax`. With `toTheEnd` a violation does not stop it. */
  advance(states: number, toTheEnd: boolean, uniqueMax: number): SearchState {
    const { expander, networkAt } = this;
    for (let left = states; left > 0 && this.visited.size < uniqueMax; left--) {
      if (this.words === undefined || this.at >= this.used) {
        if (!this.nextPiece()) return 'done';
      }
      const words = this.words;
      if (words === undefined) return 'done';
      const { at } = this;
      if (this.rankMax < RANKS && this.rankOf(words[at + LOW] as number) >= this.rankMax) {
        this.at = at + networkAt + (words[at + LENGTH] as number);
        continue;
      }
      expander.expand(words, at);
      if (expander.actions === 0) {
        this.ends += 1;
        this.judge.ended(words, at);
      }
      this.at = at + networkAt + (words[at + LENGTH] as number); // the record has a head
      if (!toTheEnd && this.judge.found.size > 0 && this.judge.violated) return 'violation';
    }
    return 'more';
  }

  admit(low: number, high: number, parent: number, action: number): number {
    this.generated += 1;
    if (!this.visited.add(low, high)) return -1;
    return this.origins.push(parent, action);
  }

  arrived(words: Int32Array, at: number, process: number): void {
    this.judge.look(words, at, process);
  }

  watched(transition: number, parent: number, action: number): boolean {
    const leadsNowhere = this.judge.taken(transition, parent, action);
    if (leadsNowhere) this.generated += 1;
    return leadsNowhere;
  }

  /** The search as it is. Valid until it goes on. */
  get saved(): SavedSearch {
    const { depth, ends, generated, isThinned, rankMax, unique } = this;
    const [levelSize, frontierSize] = [this.level.size, this.frontier.size];
    const rest = this.words?.subarray(this.at, this.used);
    const { level, frontier } = this;
    return {
      numbers: { depth, ends, generated, isThinned, rankMax, unique, levelSize, frontierSize },
      visited: this.visited.table,
      ...this.origins.columns,
      *level() {
        if (rest !== undefined && rest.length > 0) yield rest;
        yield* level.waiting();
      },
      frontier: () => frontier.waiting(),
    };
  }

  /** Goes on where another search was. */
  restore({ numbers, visited, parents, actions, level, frontier }: SavedSearch): void {
    this.generated = numbers.generated;
    this.depth = numbers.depth;
    this.ends = numbers.ends;
    this.isThinned = numbers.isThinned;
    this.rankMax = numbers.rankMax;
    this.visited.restore(visited, numbers.unique);
    this.origins.restore(parents, actions);
    this.words = undefined;
    this.level = new Frontier(this.spare, this.overflow);
    this.frontier = new Frontier(this.spare, this.overflow);
    for (const piece of level()) this.level.restore(piece);
    for (const piece of frontier()) this.frontier.restore(piece);
    this.level.size = numbers.levelSize;
    this.frontier.size = numbers.frontierSize;
  }

  /** Forgets what is not in memory. */
  close(): void {
    this.level.close();
    this.frontier.close();
  }

  private begin(): void {
    for (const record of initialRecords(this.space)) {
      const number = this.admit(record[LOW] ?? 0, record[HIGH] ?? 0, -1, 0);
      if (number < 0) continue;
      record[NUMBER] = number;
      this.frontier.reserve(record.length);
      this.frontier.words.set(record, this.frontier.at);
      this.judge.begin(record, 0);
    }
  }

  /** Decides which states of this level to leave out: any, so that what is left is spread over all of them. */
  private thin(): void {
    const { beam, level } = this;
    if (beam === undefined) return;
    const isTooWide = level.size > beam.states;
    this.rankMax = isTooWide ? Math.floor((beam.states / level.size) * RANKS) : RANKS;
    if (isTooWide) this.isThinned = true;
  }

  private rankOf(hash: number): number {
    return mix(this.salt, hash) >>> 0;
  }

  /** Moves on to the next piece of this level, or to the next level. Returns false if there is none. */
  private nextPiece(): boolean {
    if (this.words !== undefined) this.level.recycle(this.words);
    this.words = undefined;
    let piece = this.level.take();
    if (piece === undefined) {
      if (this.frontier.size === 0) return false;
      this.level = this.frontier;
      this.frontier = new Frontier(this.spare, this.overflow);
      this.depth += 1;
      this.thin();
      piece = this.level.take();
    }
    if (piece === undefined) return false;
    this.words = piece.words;
    this.used = piece.used;
    this.at = 0;
    return true;
  }
}

function saltOf(seed: string): number {
  let salt = 0x243f6a88;
  for (const character of seed) salt = mix(salt, character.charCodeAt(0));
  return salt;
}

import type { HistoryEvent } from '../handlers/events.ts';
import type { Space } from '../parts/space.ts';
import { Words } from '../parts/words.ts';
import { Frontier } from '../search/frontier.ts';
import { HIGH, LENGTH, LOW, layoutOf, NUMBER } from '../search/layout.ts';
import { Origins } from '../search/origins.ts';
import type { Expander, Target } from '../search/target.ts';
import { tellingExpander } from '../search/telling-expanders.ts';
import { Visited } from '../search/visited.ts';
import { EventTrail } from './event-trail.ts';
import type { Predicate } from './predicate/predicate.ts';
import { VisibleState } from './visible-state.ts';

export interface SearchFrom {
  readonly record: Int32Array;
  /** Clients' events on the way to it. */
  readonly events: readonly HistoryEvent[];
}

const NOTHING = -1;

/**
 * Breadth-first search for the nearest state that a predicate holds in, from any state. It shares the parts of its space with other
 * users; its states are its own. Run in slices: call {@link advance} until it returns false.
 */
export class StateSearch implements Target {
  frontier: Frontier;
  readonly looks = true;
  /** Whether the predicate holds in the start state, which the search itself skips. */
  readonly holdsHere: boolean;
  /** All states up to this distance from the start were visited. */
  depth = 0;
  /** Whether all reachable states were visited. */
  isComplete = false;
  private readonly space: Space;
  private readonly predicate: Predicate;
  private readonly statesMax: number;
  private readonly visible: VisibleState;
  private readonly trail: EventTrail;
  private readonly expander: Expander;
  private readonly networkAt: number;
  private readonly visited = new Visited();
  private readonly origins = new Origins();
  /** Sequence of events of each state, if the predicate reads them. */
  private readonly sequences = new Words();
  private readonly spare: Int32Array[] = [];
  private level: Frontier;
  private words: Int32Array | undefined;
  private used = 0;
  private at = 0;
  private transition = 0;
  private found = NOTHING;

  /** @throws PredicateError */
  constructor(space: Space, predicate: Predicate, { record, events }: SearchFrom, statesMax: number) {
    this.space = space;
    this.predicate = predicate;
    this.statesMax = statesMax;
    this.visible = new VisibleState(space);
    this.trail = new EventTrail(space, events);
    this.networkAt = layoutOf(space).network;
    this.frontier = new Frontier(this.spare);
    this.level = new Frontier(this.spare);
    this.expander = tellingExpander(space, this, (_kind, _process, transition) => {
      this.transition = transition;
    });
    this.holdsHere = predicate.holds(this.visible.show(record, 0, () => events));
    this.transition = 0;
    this.admit(record[LOW] ?? 0, record[HIGH] ?? 0, NOTHING, 0);
    this.frontier.reserve(record.length);
    this.frontier.words.set(record, this.frontier.at);
    this.frontier.words[this.frontier.at + NUMBER] = 0;
  }

  get states(): number {
    return this.visited.size;
  }

  /** Actions from the start to the nearest state; undefined while none is found. */
  get actions(): readonly number[] | undefined {
    return this.found === NOTHING ? undefined : this.origins.pathTo(this.found).actions;
  }

  /** Expands up to this many states. Returns whether there is more to do. @throws PredicateError */
  advance(states: number): boolean {
    for (let left = states; left > 0; left--) {
      if (this.found !== NOTHING || this.visited.size >= this.statesMax) return false;
      if ((this.words === undefined || this.at >= this.used) && !this.nextPiece()) {
        this.isComplete = true;
        return false;
      }
      const { words, at } = this;
      if (words === undefined) return false;
      this.expander.expand(words, at);
      this.at = at + this.networkAt + (words[at + LENGTH] ?? 0);
    }
    return this.found === NOTHING;
  }

  admit(low: number, high: number, parent: number, action: number): number {
    if (this.found !== NOTHING) return -1;
    if (!this.predicate.readsHistory)
      return this.visited.add(low, high) ? this.origins.push(parent, action) : -1;
    const before = parent < 0 ? 0 : this.sequences.at(parent);
    const sequence = this.trail.after(before, this.transition);
    if (!this.visited.add(EventTrail.mixed(low, sequence), EventTrail.mixed(high, sequence))) return -1;
    this.sequences.push(sequence);
    return this.origins.push(parent, action);
  }

  arrived(words: Int32Array, at: number): void {
    if (this.found !== NOTHING) return;
    const number = words[at + NUMBER] ?? 0;
    const events = (): readonly HistoryEvent[] => this.trail.events(this.sequences.at(number));
    if (this.predicate.holds(this.visible.show(words, at, events))) this.found = number;
  }

  watched(transition: number): boolean {
    return this.space.transitions.factsOf(transition).failure !== undefined;
  }

  private nextPiece(): boolean {
    if (this.words !== undefined) this.level.recycle(this.words);
    this.words = undefined;
    let piece = this.level.take();
    if (piece === undefined) {
      if (this.frontier.size === 0) return false;
      if (this.origins.size > 1) this.depth += 1;
      this.level = this.frontier;
      this.frontier = new Frontier(this.spare);
      piece = this.level.take();
    }
    if (piece === undefined) return false;
    this.words = piece.words;
    this.used = piece.used;
    this.at = 0;
    return true;
  }
}

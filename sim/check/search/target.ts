import type { Frontier } from './frontier.ts';

/** Receiver of successor states. */
export interface Target {
  /** Offers the state with this hash, a successor of `parent` by its action. Returns its number, or -1 if it is not wanted. */
  admit(low: number, high: number, parent: number, action: number): number;
  /** Where the record of an admitted state is written. */
  readonly frontier: Frontier;
  /** Called, if {@link looks} is set, once an admitted state's record is written. `process` took the step; -1: none did. */
  arrived(words: Int32Array, at: number, process: number): void;
  readonly looks: boolean;
  /** A watched transition is taken. Returns whether the search must not continue from its successor. */
  watched(transition: number, parent: number, action: number): boolean;
}

/** Offers the successors of a state to its target, in a fixed order. */
export interface Expander {
  expand(words: Int32Array, at: number): void;
  /** Number of actions of the last expanded state. */
  readonly actions: number;
  /** Stepwise alternative in any order: `begin`, then each message of the network, losses and duplicates, each process. */
  begin(words: Int32Array, at: number): void;
  deliver(place: number): void;
  disturb(): void;
  act(process: number, only?: number): void;
}

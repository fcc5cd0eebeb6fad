import type { Frontier } from './frontier.ts';

/** Where expanded states go. */
export interface Target {
  /** Takes the state with this hash in, as the successor of `parent` by its action; its number, or -1 when it is not wanted. */
  admit(low: number, high: number, parent: number, action: number): number;
  /** Where the record of an admitted state is written. */
  readonly frontier: Frontier;
  /** The record of an admitted state is there. `process` is the one that took the step; -1: none did. Called when {@link looks}. */
  arrived(words: Int32Array, at: number, process: number): void;
  readonly looks: boolean;
  /** A transition that somebody watches is taken. Whether its successor is no state to go on from. */
  watched(transition: number, parent: number, action: number): boolean;
}

/** Offers the successors of one state to its target, in an order that is always the same. */
export interface Expander {
  expand(words: Int32Array, at: number): void;
  /** Actions of the state that was expanded last. */
  readonly actions: number;
  /** The same piece by piece, in any order: after `begin`, each message of the network, losses and duplicates, each process. */
  begin(words: Int32Array, at: number): void;
  deliver(place: number): void;
  disturb(): void;
  act(process: number, only?: number): void;
}

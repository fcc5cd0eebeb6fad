import type { Discovery } from '../judge/discovery.ts';
import type { SavedSearch } from '../search/saved-search.ts';

/** A check in the middle. Local states and messages are not in it: they are made again, in the same order. */
export interface SavedCheck {
  readonly facts: SavedFacts;
  /** Of all parts, to see whether the system still does what it did. */
  readonly fingerprint: string;
  readonly definitions: Int32Array;
  readonly search: SavedSearch;
}

export interface SavedFacts {
  readonly rounds: number;
  readonly verifiedAt: number;
  readonly found: readonly (readonly [property: string, discovery: Discovery])[];
}

/** A search in the middle, apart from the parts that its numbers stand for. */
export interface SavedSearch {
  readonly numbers: SavedNumbers;
  readonly visited: Int32Array;
  readonly parents: Int32Array;
  readonly actions: Uint16Array;
  /** Records of this level that wait, in pieces that are valid until the next one; those of the next level. */
  level(): Iterable<Int32Array>;
  frontier(): Iterable<Int32Array>;
}

export interface SavedNumbers {
  readonly generated: number;
  readonly depth: number;
  readonly ends: number;
  readonly unique: number;
  readonly isThinned: boolean;
  readonly rankMax: number;
  readonly levelSize: number;
  readonly frontierSize: number;
}

/** Words per piece: 1 MB. No record is longer. */
const PIECE_WORDS = 1 << 18;

interface Piece {
  readonly words: Int32Array;
  used: number;
}

/** States waiting to be expanded: consecutive records in reusable pieces of equal size. */
export class Frontier {
  private readonly spare: Int32Array[];
  private pieces: Piece[] = [];
  /** Piece that holds the last reserved record. */
  words: Int32Array = new Int32Array(0);
  at = 0;
  private current: Piece | undefined;
  size = 0;

  constructor(spare: Int32Array[] = []) {
    this.spare = spare;
  }

  /** Reserves space for a record: sets {@link words} and {@link at}. */
  reserve(length: number): void {
    let piece = this.current;
    if (piece === undefined || piece.used + length > PIECE_WORDS) {
      if (length > PIECE_WORDS) throw new RangeError(`check: a state of ${length} words`);
      piece = { words: this.spare.pop() ?? new Int32Array(PIECE_WORDS), used: 0 };
      this.pieces.push(piece);
      this.current = piece;
      this.words = piece.words;
    }
    this.at = piece.used;
    piece.used += length;
    this.size += 1;
  }

  get bytes(): number {
    return this.pieces.length * PIECE_WORDS * 4;
  }

  /** Removes and returns the next piece; return it with {@link recycle}. */
  take(): Piece | undefined {
    const piece = this.pieces.shift();
    if (this.pieces.length === 0) this.current = undefined;
    return piece;
  }

  /** Empties the queue; its pieces may be reused. */
  giveBack(): void {
    for (const { words } of this.pieces) this.spare.push(words);
    this.pieces = [];
    this.current = undefined;
    this.size = 0;
  }

  recycle(words: Int32Array): void {
    this.spare.push(words);
  }
}

/** Words per piece: 1 MB. No record is longer. */
export const PIECE_WORDS = 1 << 18;

export interface Piece {
  readonly words: Int32Array;
  used: number;
}

/** Where pieces go that memory has no room for. */
export interface PieceStore {
  /** Keeps a copy of these words, and returns their number. */
  write(words: Int32Array): number;
  read(number: number, into: Int32Array): void;
  /** Forgets all pieces. */
  close(): void;
}

/** How much of a frontier is kept in memory, and where the rest goes. */
export interface Overflow {
  readonly piecesMax: number;
  open(): PieceStore;
}

/** A piece that is somewhere else. */
interface Stored {
  readonly number: number;
  readonly used: number;
}

/**
 * States waiting to be expanded: consecutive records in reusable pieces of equal size. They are taken in the order in which they came, so
 * those that memory has no room for are the last ones.
 */
export class Frontier {
  private readonly spare: Int32Array[];
  private readonly overflow: Overflow | undefined;
  private pieces: (Piece | Stored)[] = [];
  private inMemory = 0;
  private store: PieceStore | undefined;
  /** Piece that holds the last reserved record. */
  words: Int32Array = new Int32Array(0);
  at = 0;
  private current: Piece | undefined;
  size = 0;

  constructor(spare: Int32Array[] = [], overflow?: Overflow) {
    this.spare = spare;
    this.overflow = overflow;
  }

  /** Reserves space for a record: sets {@link words} and {@link at}. */
  reserve(length: number): void {
    let piece = this.current;
    if (piece === undefined || piece.used + length > PIECE_WORDS) {
      if (length > PIECE_WORDS) throw new RangeError(`check: a state of ${length} words`);
      this.storeLast();
      piece = { words: this.spare.pop() ?? new Int32Array(PIECE_WORDS), used: 0 };
      this.add(piece);
    }
    this.at = piece.used;
    piece.used += length;
    this.size += 1;
  }

  /** Memory in use. */
  get bytes(): number {
    return this.inMemory * PIECE_WORDS * 4;
  }

  /** Removes and returns the next piece; return it with {@link recycle}. */
  take(): Piece | undefined {
    const piece = this.pieces.shift();
    if (this.pieces.length === 0) this.current = undefined;
    if (piece === undefined) {
      this.close();
      return undefined;
    }
    if ('words' in piece) {
      this.inMemory -= 1;
      return piece;
    }
    const words = this.spare.pop() ?? new Int32Array(PIECE_WORDS);
    this.store?.read(piece.number, words.subarray(0, piece.used));
    return { words, used: piece.used };
  }

  /** The pieces that wait, in order. They are only valid until the next one. */
  *waiting(): Generator<Int32Array> {
    const words = new Int32Array(PIECE_WORDS);
    for (const piece of this.pieces) {
      if ('words' in piece) yield piece.words.subarray(0, piece.used);
      else {
        this.store?.read(piece.number, words.subarray(0, piece.used));
        yield words.subarray(0, piece.used);
      }
    }
  }

  /** Adds a whole piece of records, as {@link waiting} gave it. `size` is the caller's business. */
  restore(words: Int32Array): void {
    this.storeLast();
    const piece = { words: this.spare.pop() ?? new Int32Array(PIECE_WORDS), used: words.length };
    piece.words.set(words);
    this.add(piece);
  }

  /** Empties the queue; its pieces may be reused. */
  giveBack(): void {
    for (const piece of this.pieces) if ('words' in piece) this.spare.push(piece.words);
    this.pieces = [];
    this.inMemory = 0;
    this.current = undefined;
    this.size = 0;
  }

  recycle(words: Int32Array): void {
    this.spare.push(words);
  }

  /** Forgets what is not in memory. */
  close(): void {
    this.store?.close();
    this.store = undefined;
  }

  private add(piece: Piece): void {
    this.pieces.push(piece);
    this.inMemory += 1;
    this.current = piece;
    this.words = piece.words;
  }

  /** Moves the last piece, which is full, out of memory if there is no room for it. */
  private storeLast(): void {
    const { current, overflow } = this;
    if (overflow === undefined || current === undefined || this.inMemory < overflow.piecesMax) return;
    this.store ??= overflow.open();
    const number = this.store.write(current.words.subarray(0, current.used));
    this.pieces[this.pieces.length - 1] = { number, used: current.used };
    this.inMemory -= 1;
    this.spare.push(current.words);
    this.current = undefined;
  }
}

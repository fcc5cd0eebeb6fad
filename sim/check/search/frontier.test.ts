import { describe, expect, it } from 'vitest';
import { Frontier, type PieceStore } from './frontier.ts';

const RECORD_WORDS = 10_000;
const RECORDS = 200;

/** A store that says how much is in it. */
class Shelf implements PieceStore {
  readonly pieces: Int32Array[] = [];
  closed = 0;

  write(words: Int32Array): number {
    return this.pieces.push(words.slice()) - 1;
  }

  read(number: number, into: Int32Array): void {
    into.set(this.pieces[number] ?? []);
  }

  close(): void {
    this.closed += 1;
  }
}

function filled(frontier: Frontier): Frontier {
  for (let i = 0; i < RECORDS; i++) {
    frontier.reserve(RECORD_WORDS);
    frontier.words.fill(i, frontier.at, frontier.at + RECORD_WORDS);
  }
  return frontier;
}

function taken(frontier: Frontier): number[] {
  const found: number[] = [];
  for (let piece = frontier.take(); piece !== undefined; piece = frontier.take()) {
    for (let at = 0; at < piece.used; at += RECORD_WORDS) {
      found.push(piece.words[at] ?? -1);
      expect(piece.words[at + RECORD_WORDS - 1]).toBe(piece.words[at]);
    }
    frontier.recycle(piece.words);
  }
  return found;
}

describe('a frontier', () => {
  const inOrder = Array.from({ length: RECORDS }, (_, i) => i);

  it.each([0, 1, 3, 1000])(
    'should give back its records in order, with %i pieces in memory at most',
    (piecesMax) => {
      const shelf = new Shelf();
      const frontier = filled(new Frontier([], { piecesMax, open: () => shelf }));
      const pieces = Math.ceil(RECORDS / 26);
      expect(shelf.pieces.length).toBe(Math.max(0, pieces - Math.max(1, piecesMax)));
      expect(frontier.bytes).toBeLessThanOrEqual(Math.max(1, piecesMax) * 2 ** 20);
      expect(taken(frontier)).toEqual(inOrder);
      expect(shelf.closed).toBe(shelf.pieces.length > 0 ? 1 : 0);
    },
  );

  it('should be the same when it is made again from its pieces', () => {
    const frontier = filled(new Frontier([], { piecesMax: 2, open: () => new Shelf() }));
    const again = new Frontier([], { piecesMax: 1, open: () => new Shelf() });
    for (const piece of frontier.waiting()) again.restore(piece);
    expect(taken(again)).toEqual(inOrder);
    expect(taken(frontier)).toEqual(inOrder);
  });
});

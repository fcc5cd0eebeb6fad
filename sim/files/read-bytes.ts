import { createHash } from 'node:crypto';
import { fstatSync, readSync } from 'node:fs';

const DIGEST_BYTES = 32;
const PIECE_BYTES = 1 << 24;

/** Reads what a ByteWriter wrote, piece by piece. */
export class ByteReader {
  private readonly handle: number;
  private readonly end: number;
  private at = 0;

  constructor(handle: number) {
    this.handle = handle;
    this.end = fstatSync(handle).size - DIGEST_BYTES;
  }

  /** Whether the digest at the end is that of all before it. */
  get isIntact(): boolean {
    if (this.end < 0) return false;
    const hash = createHash('sha256');
    const piece = new Uint8Array(PIECE_BYTES);
    for (let at = 0; at < this.end; ) {
      const count = readSync(this.handle, piece, 0, Math.min(PIECE_BYTES, this.end - at), at);
      if (count === 0) return false;
      hash.update(piece.subarray(0, count));
      at += count;
    }
    const digest = new Uint8Array(DIGEST_BYTES);
    readSync(this.handle, digest, 0, DIGEST_BYTES, this.end);
    return hash.digest().equals(digest);
  }

  /** @throws RangeError if there is no more */
  read(into: Uint8Array): void {
    if (this.at + into.length > this.end) throw new RangeError('the file is too short');
    for (let done = 0; done < into.length; ) {
      const count = readSync(this.handle, into, done, into.length - done, this.at);
      if (count === 0) throw new RangeError('the file is too short');
      done += count;
      this.at += count;
    }
  }

  /** The next line, without its end. @throws RangeError if it is longer than this */
  line(bytesMax: number): string {
    const start = this.at;
    const bytes = new Uint8Array(Math.min(bytesMax, this.end - start));
    this.read(bytes);
    const length = bytes.indexOf(10);
    if (length < 0) throw new RangeError('a line without an end');
    this.at = start + length + 1;
    return new TextDecoder().decode(bytes.subarray(0, length));
  }
}

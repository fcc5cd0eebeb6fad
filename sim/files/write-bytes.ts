import { createHash, type Hash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { replaceAtomically } from './write.ts';

const PIECE_BYTES = 1 << 26;

/** Writes a large file piece by piece, with a digest at its end. */
export class ByteWriter {
  private readonly handle: number;
  private readonly hash: Hash = createHash('sha256');

  constructor(handle: number) {
    this.handle = handle;
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      this.hash.update(piece);
      writeAll(this.handle, piece);
    }
  }

  end(): void {
    writeAll(this.handle, this.hash.digest());
  }
}

/** The file is the old one or the new one, whatever happens in between. */
export function writeBytesAtomically(file: string, fill: (writer: ByteWriter) => void): void {
  replaceAtomically(file, (handle) => {
    const writer = new ByteWriter(handle);
    fill(writer);
    writer.end();
  });
}

/** Writes all of it: one call may write less. */
function writeAll(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at, bytes.length - at);
}

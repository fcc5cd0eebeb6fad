import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { PIECE_WORDS, type PieceStore } from '../../check/search/frontier.ts';

const PIECE_BYTES = PIECE_WORDS * 4;
/** Read at load time: `process.pid` is forbidden during a search. */
const { pid } = process;
let opened = 0;

/** Pieces in a file that is gone when the process is, however it ends: it loses its name as soon as it has one. */
export class PieceFile implements PieceStore {
  private readonly file: string;
  private readonly handle: number;
  private pieces = 0;

  constructor(folder: string) {
    opened += 1;
    this.file = path.join(folder, `frontier-${pid}-${opened}`);
    this.handle = openSync(this.file, 'wx+');
    if (process.platform !== 'win32') rmSync(this.file, { force: true }); // Windows removes no open file
  }

  write(words: Int32Array): number {
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.handle, bytes, done, bytes.length - done, this.pieces * PIECE_BYTES + done);
    return this.pieces++;
  }

  read(number: number, into: Int32Array): void {
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(this.handle, bytes, done, bytes.length - done, number * PIECE_BYTES + done);
      if (count === 0) throw new Error(`${this.file}: a piece of the frontier is gone`);
      done += count;
    }
  }

  close(): void {
    closeSync(this.handle);
    rmSync(this.file, { force: true });
  }
}

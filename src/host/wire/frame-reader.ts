import { checksumOf, type FrameKind, HEAD_BYTES, isFrameKind } from './frame.ts';

/** Bytes that are no frame, in a few words. */
export class BadFrame extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'BadFrame';
  }
}

/**
 * Cuts a stream of bytes into frames. It keeps what has arrived of the next one and no more: no room is made for a length that is only
 * announced.
 */
export class FrameReader {
  /** Longer frames are refused. */
  bytesMax: number;
  private chunks: Buffer[] = [];
  private held = 0;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  /** Bytes that wait for the rest of their frame. */
  get heldBytes(): number {
    return this.held;
  }

  /** Takes a chunk and hands over each frame that is complete. Contents are only valid during the call. @throws BadFrame */
  read(chunk: Buffer, take: (kind: FrameKind, contents: Buffer) => void): void {
    let bytes = this.joined(chunk);
    if (bytes === undefined) return;
    for (;;) {
      if (bytes.length < HEAD_BYTES) break;
      const end = HEAD_BYTES + bytes.readUInt32BE(0);
      if (end > this.bytesMax)
        throw new BadFrame(`a frame of ${end} bytes: at most ${this.bytesMax} are taken`);
      if (bytes.length < end) break;
      const frame = bytes.subarray(0, end);
      const kind = frame[HEAD_BYTES - 1] as number; // within the head
      if (checksumOf(frame) !== frame.readUInt32BE(4)) throw new BadFrame('the checksum is wrong');
      if (!isFrameKind(kind)) throw new BadFrame(`there is no frame of kind ${kind}`);
      take(kind, frame.subarray(HEAD_BYTES));
      bytes = bytes.subarray(end);
    }
    // What waits is copied if it is little of a large chunk, which would be kept alive as a whole.
    this.chunks = bytes.length === 0 ? [] : [bytes.length * 2 < chunk.length ? Buffer.from(bytes) : bytes];
    this.held = bytes.length;
  }

  /** All bytes that wait, if the next frame may be complete: long ones come in many chunks, and are put together once. */
  private joined(chunk: Buffer): Buffer | undefined {
    const [first] = this.chunks;
    if (first === undefined) return chunk;
    this.chunks.push(chunk);
    this.held += chunk.length;
    if (first.length >= HEAD_BYTES) {
      const end = HEAD_BYTES + first.readUInt32BE(0);
      if (end <= this.bytesMax && this.held < end) return undefined;
    }
    return Buffer.concat(this.chunks, this.held);
  }
}

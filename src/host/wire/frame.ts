import { crc32 } from 'node:zlib';

/**
 * What goes over a connection is cut into frames: four bytes of length, four of checksum (CRC-32 of what follows), one of kind, and the
 * contents. A frame of another length or checksum, or of a kind that is not known, ends its connection.
 */
export const FrameKind = {
  /** The first one of whoever has called: see {@link Hello}. */
  hello: 1,
  /** The answer to it. */
  welcome: 2,
  /** Instead of a welcome: one sentence that says why not. Nothing follows. */
  refused: 3,
  /** A message of a process: sender, receiver, encoded value. */
  message: 4,
  /** Asks for a pong, when there was nothing else to say. */
  ping: 5,
  pong: 6,
} as const;
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind];

/** The version of all this. Those of another one cannot talk to each other. */
export const WIRE_VERSION = 1;

export const HEAD_BYTES = 9;
/** Sender and receiver of a message. */
export const ADDRESSES_BYTES = 8;

/** No frame is longer: a replica that catches up may be sent many entries at once. */
export const FRAME_BYTES_MAX = 256 << 20;
/** Clients send one operation at a time. */
export const CLIENT_FRAME_BYTES_MAX = 4 << 20;
/** Before the handshake nothing longer is read. */
export const HELLO_BYTES_MAX = 16 << 10;

/** A frame with these contents. */
export function frameOf(kind: FrameKind, contents: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_BYTES + contents.length);
  frame.set(contents, HEAD_BYTES);
  return sealed(frame, kind);
}

/** A frame with a message. */
export function messageFrame(from: number, to: number, encoded: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_BYTES + ADDRESSES_BYTES + encoded.length);
  frame.writeUInt32BE(from, HEAD_BYTES);
  frame.writeUInt32BE(to, HEAD_BYTES + 4);
  frame.set(encoded, HEAD_BYTES + ADDRESSES_BYTES);
  return sealed(frame, FrameKind.message);
}

function sealed(frame: Buffer, kind: FrameKind): Buffer {
  frame.writeUInt32BE(frame.length - HEAD_BYTES, 0);
  frame[HEAD_BYTES - 1] = kind;
  frame.writeUInt32BE(checksumOf(frame), 4);
  return frame;
}

/** Over kind and contents. */
export const checksumOf = (frame: Buffer): number => crc32(frame.subarray(HEAD_BYTES - 1));

const KINDS: ReadonlySet<number> = new Set(Object.values(FrameKind));

export const isFrameKind = (kind: number): kind is FrameKind => KINDS.has(kind);

import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { decode, encode } from '../../process/codec.ts';

/** The version of recordings. */
export const RECORDING_VERSION = 4;

const seed = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** What a segment begins with: all that is needed to go on from there. */
const headerSchema = z.strictObject({
  version: z.literal(RECORDING_VERSION),
  system: z.string(),
  replica: z.number().int(),
  replicas: z.number().int(),
  cluster: z.string(),
  /** The scenario that the system was set up for, as JSON. */
  scenario: z.string(),
  /** What else names the code: a mutant, the version of the program. */
  mutant: z.string().nullable(),
  program: z.string(),
  /** Digest of the file of the system; absent for systems that are part of the program. */
  code: z.string().optional(),
  /** Drawn at the start of the process. */
  incarnation: z.string(),
  /** Steps of this incarnation before this segment. */
  steps: z.number().int(),
  /** When the clock of this incarnation was at 0, in microseconds since 1970. */
  originUs: z.number(),
  random: seed,
  /** Whether a snapshot of the state follows; else the process begins here. */
  snapshot: z.boolean(),
  redacted: z.boolean(),
  /** Fields of the state in which glances see numbers. */
  numbers: z.array(z.string()),
});
export type SegmentHeader = z.infer<typeof headerSchema>;

/**
 * A segment is a sequence of chunks: four bytes of length, four of checksum (CRC-32), the contents. The first chunk is the header, the second
 * the snapshot if there is one, all others are steps. A chunk is whole or worth nothing.
 */
export function chunkOf(contents: Uint8Array): Buffer {
  const chunk = Buffer.allocUnsafe(CHUNK_HEAD_BYTES + contents.length);
  chunk.set(contents, CHUNK_HEAD_BYTES);
  sealChunk(chunk);
  return chunk;
}

export const CHUNK_HEAD_BYTES = 8;

/** Writes length and checksum before contents that are in place. */
export function sealChunk(chunk: Buffer): void {
  chunk.writeUInt32LE(chunk.length - CHUNK_HEAD_BYTES, 0);
  chunk.writeUInt32LE(crc32(chunk.subarray(CHUNK_HEAD_BYTES)), 4);
}

/** The chunks of a segment, up to the first that is not whole; and why that is not. */
export function chunksIn(bytes: Buffer): {
  readonly chunks: readonly Buffer[];
  readonly damage: string | undefined;
} {
  const chunks: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < CHUNK_HEAD_BYTES)
      return { chunks, damage: `it ends within a chunk, at byte ${at}` };
    const end = at + CHUNK_HEAD_BYTES + bytes.readUInt32LE(at);
    if (end > bytes.length) return { chunks, damage: `it ends within a chunk, at byte ${at}` };
    const contents = bytes.subarray(at + CHUNK_HEAD_BYTES, end);
    if (crc32(contents) !== bytes.readUInt32LE(at + 4))
      return { chunks, damage: `it is damaged at byte ${at}` };
    chunks.push(contents);
    at = end;
  }
  return { chunks, damage: undefined };
}

export const headerChunk = (header: SegmentHeader): Buffer => chunkOf(encode(header));

export function headerIn(chunk: Uint8Array): SegmentHeader | undefined {
  try {
    return headerSchema.safeParse(decode(chunk)).data;
  } catch {
    return undefined; // no encoded value
  }
}

export const segmentName = (number: number): string => `segment-${String(number).padStart(8, '0')}.wtr`;

/** The number in the name of a segment's file; undefined for other files. */
export function segmentNumber(file: string): number | undefined {
  const digits = /^segment-(\d{8})\.wtr$/.exec(file)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

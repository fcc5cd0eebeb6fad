import { allocate, decode, encode, getWord, putWord } from '../../process/codec.ts';
import type { ProcessId } from '../../process/ids.ts';
import type { ClientRecord } from '../data/client-record.ts';
import { type ClientId, type Entry, isIntact } from '../data/entry.ts';

/** A checkpoint in canonical bytes: the same at all replicas. */
export interface HeldCheckpoint {
  readonly op: number;
  readonly bytes: Uint8Array;
  /** Checksum of the bytes. */
  readonly sum: number;
}

/**
 * Everything that executing the log up to `op` has made but the state of the service, and what the log is up to there. The client table belongs to it: without,
 * a request that ran before would run again after a restore (E13).
 */
export interface Checkpoint {
  /** Sorted by client, so that equal tables give equal bytes. */
  readonly clients: readonly (readonly [ClientId, ClientRecord])[];
  readonly config: readonly ProcessId[];
  readonly epoch: number;
  /** The op that began the epoch. */
  readonly since: number;
  /** The entry at `op`: its checksum stands for the log below. */
  readonly head: Entry;
  readonly op: number;
}

/**
 * A checkpoint in bytes is one section after the other: the checkpoint, then the parts of the service. A section is a value,
 * encoded, behind the length of that.
 */
export function sectionOf(value: unknown): Uint8Array {
  // Of small states most parts are empty, and calling the encoder is what takes time.
  if (Array.isArray(value) && value.length === 0) return EMPTY;
  return behindLength(encode(value));
}

function behindLength(body: Uint8Array): Uint8Array {
  const section = allocate(4 + body.length);
  putWord(section, 0, body.length);
  section.set(body, 4);
  return section;
}

const EMPTY = behindLength(encode([]));

/** All sections as one. */
export function joined(sections: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const section of sections) length += section.length;
  const bytes = allocate(length);
  let at = 0;
  for (const section of sections) {
    bytes.set(section, at);
    at += section.length;
  }
  return bytes;
}

/** What the section at an offset has behind its length. */
const sectionAt = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.subarray(at + 4, at + 4 + getWord(bytes, at));

/** What the bytes of a checkpoint say, if that is a checkpoint of `op`. They come from our own disk, or have the checksum that was named. */
export function readCheckpoint(bytes: Uint8Array, op: number): Checkpoint | undefined {
  const checkpoint = decode(sectionAt(bytes, 0)) as Checkpoint; // as `checkpointNow` made it
  return checkpoint.op === op && checkpoint.head.op === op && isIntact(checkpoint.head)
    ? checkpoint
    : undefined;
}

/** The parts of the service in a checkpoint, captured. */
export function partsOfCheckpoint(bytes: Uint8Array): unknown[] {
  const parts: unknown[] = [];
  let at = 4 + getWord(bytes, 0);
  while (at < bytes.length) {
    const section = sectionAt(bytes, at);
    parts.push(decode(section));
    at += 4 + section.length;
  }
  return parts;
}

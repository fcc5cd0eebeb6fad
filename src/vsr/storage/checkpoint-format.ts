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
 * The state after executing the log up to `op`, without the state of the service. The client table is part of
 * it: without it, a request that ran before would run again after a restore (E13).
 */
export interface Checkpoint {
  /** Sorted by client, so that equal tables give equal bytes. */
  readonly clients: readonly (readonly [ClientId, ClientRecord])[];
  readonly config: readonly ProcessId[];
  readonly epoch: number;
  /** Op that began the epoch. */
  readonly since: number;
  /** The entry at `op`. Its checksum stands for the log below. */
  readonly head: Entry;
  readonly op: number;
}

/**
 * An encoded checkpoint is a sequence of sections: the checkpoint, then the parts of the service. A section
 * is an encoded value behind its length.
 */
export function sectionOf(value: unknown): Uint8Array {
  // In small states most parts are empty, and calling the encoder is the expensive part.
  if (Array.isArray(value) && value.length === 0) return EMPTY;
  return withLength(encode(value));
}

function withLength(body: Uint8Array): Uint8Array {
  const section = allocate(4 + body.length);
  putWord(section, 0, body.length);
  section.set(body, 4);
  return section;
}

const EMPTY = withLength(encode([]));

/** Concatenates sections. */
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

/** The encoded value of the section at an offset. */
const sectionAt = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.subarray(at + 4, at + 4 + getWord(bytes, at));

/**
 * Decodes a checkpoint; undefined if it is not one of `op`. The bytes come from the own disk, or have the
 * expected checksum.
 */
export function readCheckpoint(bytes: Uint8Array, op: number): Checkpoint | undefined {
  const checkpoint = decode(sectionAt(bytes, 0)) as Checkpoint; // as `checkpointNow` made it
  return checkpoint.op === op && checkpoint.head.op === op && isIntact(checkpoint.head)
    ? checkpoint
    : undefined;
}

/** The captured parts of the service in a checkpoint. */
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

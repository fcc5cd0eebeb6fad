import { SECTOR_BYTES, seal, unseal } from 'wavetank';
import type { Entry } from '../log.ts';
import type { Snapshot } from '../machine.ts';

/** A change of the persistent state. */
export type Change =
  | { readonly kind: 'vote'; readonly term: number; readonly vote: number | null }
  /** Replaces all entries from this index on. */
  | { readonly kind: 'entries'; readonly from: number; readonly entries: readonly Entry[] }
  /** The whole state. Every file begins with one. */
  | {
      readonly kind: 'base';
      readonly term: number;
      readonly vote: number | null;
      readonly snapshot: Snapshot;
      readonly entries: readonly Entry[];
    };

/** One write; its changes become durable atomically. */
export interface WalRecord {
  /** Increases each time a file is started. */
  readonly generation: number;
  /** Position in the file, from 0. */
  readonly sequence: number;
  readonly changes: readonly Change[];
}

const LENGTH_BYTES = 4;

/** Encodes a record, padded to whole sectors so that no later write can tear it. */
export function framed(record: WalRecord): Uint8Array {
  const sealed = seal(record);
  const bytes = new Uint8Array(Math.ceil((LENGTH_BYTES + sealed.length) / SECTOR_BYTES) * SECTOR_BYTES);
  new DataView(bytes.buffer).setUint32(0, sealed.length);
  bytes.set(sealed, LENGTH_BYTES);
  return bytes;
}

/** Returns the records of a file up to the first that is torn or left over from an earlier use of the file. */
export function recordsIn(bytes: Uint8Array): WalRecord[] {
  const records: WalRecord[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= bytes.length) {
    const lengthBytes = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0);
    const record = unseal(bytes.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + lengthBytes));
    if (!isRecord(record)) break;
    if (record.generation !== (records[0]?.generation ?? record.generation)) break;
    if (record.sequence !== records.length) break;
    records.push(record);
    at += Math.ceil((LENGTH_BYTES + lengthBytes) / SECTOR_BYTES) * SECTOR_BYTES;
  }
  return records;
}

/** A decoded value is undefined unless its checksum was valid. */
const isRecord = (value: unknown): value is WalRecord => value !== undefined;

import { SECTOR_BYTES, seal, unseal } from 'wavetank';
import type { Entry } from '../log.ts';
import type { Snapshot } from '../machine.ts';

/** What a replica must not forget, as changes of it. */
export type Change =
  | { readonly kind: 'vote'; readonly term: number; readonly vote: number | null }
  /** Entries from this index on, in place of all that were there from it on. */
  | { readonly kind: 'entries'; readonly from: number; readonly entries: readonly Entry[] }
  /** All of it anew. A file begins with one. */
  | {
      readonly kind: 'base';
      readonly term: number;
      readonly vote: number | null;
      readonly snapshot: Snapshot;
      readonly entries: readonly Entry[];
    };

/** One write: what is in it is durable as a whole, or not at all. */
export interface WalRecord {
  /** Rises with each new beginning of a file. */
  readonly generation: number;
  /** From 0, within the file. */
  readonly sequence: number;
  readonly changes: readonly Change[];
}

const LENGTH_BYTES = 4;

/** Bytes of a record. It ends with its sector, so that no later write can tear it. */
export function framed(record: WalRecord): Uint8Array {
  const sealed = seal(record);
  const bytes = new Uint8Array(Math.ceil((LENGTH_BYTES + sealed.length) / SECTOR_BYTES) * SECTOR_BYTES);
  new DataView(bytes.buffer).setUint32(0, sealed.length);
  bytes.set(sealed, LENGTH_BYTES);
  return bytes;
}

/** The records of a file, up to the first that is torn, or was left by an earlier use of the file. */
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

/** Its seal is right, so it is one of ours, unless there is nothing. */
const isRecord = (value: unknown): value is WalRecord => value !== undefined;

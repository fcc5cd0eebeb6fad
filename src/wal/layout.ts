import { checksum, getWord, putWord, seal, unseal } from '../process/codec.ts';
import { SECTOR_BYTES } from '../process/disk.ts';

const LENGTH_BYTES = 4;

/** A record as it lies on disk. */
interface OnDisk {
  /** Its place in the log. */
  readonly index: number;
  /** Checksum of the record before it. */
  readonly chain: number;
  readonly record: unknown;
}

/** The bytes of a record, whole sectors: a record that is torn takes no other one along. */
export function written(index: number, chain: number, record: unknown): { bytes: Uint8Array; chain: number } {
  const body = seal({ index, chain, record } satisfies OnDisk);
  const bytes = new Uint8Array(SECTOR_BYTES * Math.ceil((LENGTH_BYTES + body.length) / SECTOR_BYTES));
  putWord(bytes, 0, body.length);
  bytes.set(body, LENGTH_BYTES);
  return { bytes, chain: checksum(body) };
}

/** The log in a file. */
export interface Found {
  readonly records: readonly unknown[];
  readonly endBytes: number;
  readonly chain: number;
}

/**
 * All records up to the first that is not whole, or does not follow the one before it. What comes later was never promised:
 * 1. records 5 and 6 are written and not yet synced, and power is lost; 5 is torn, 6 is whole;
 * 2. the next life finds records up to 4, and writes another record 5 in the old one's place;
 * 3. without the chain the life after that would find the old 6 behind the new 5, and follow it.
 */
export function foundIn(bytes: Uint8Array): Found {
  const records: unknown[] = [];
  let endBytes = 0;
  let chain = 0;
  while (endBytes + LENGTH_BYTES <= bytes.length) {
    const lengthBytes = getWord(bytes, endBytes);
    const from = endBytes + LENGTH_BYTES;
    if (lengthBytes === 0 || from + lengthBytes > bytes.length) break;
    const body = bytes.subarray(from, from + lengthBytes);
    const value = unseal(body) as Partial<OnDisk> | undefined; // sealed by `written`, or by nobody
    if (value?.index !== records.length || value.chain !== chain) break;
    records.push(value.record);
    chain = checksum(body);
    endBytes += SECTOR_BYTES * Math.ceil((LENGTH_BYTES + lengthBytes) / SECTOR_BYTES);
  }
  return { records, endBytes, chain };
}

/** The records in the bytes of a log: for an invariant that looks at what is durable. */
export const recordsIn = (bytes: Uint8Array): readonly unknown[] => foundIn(bytes).records;

import { HASH_SEED, rollText, scatter } from './hash.ts';
import type { CopyingOnWrite } from './service.ts';

export type KvOperation =
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'write'; readonly key: string; readonly value: string }
  | { readonly kind: 'cas'; readonly key: string; readonly from: string | null; readonly to: string }
  | { readonly kind: 'append'; readonly key: string; readonly value: string };

export type KvResult =
  | { readonly kind: 'read'; readonly value: string | null }
  | { readonly kind: 'write' }
  | { readonly kind: 'cas'; readonly swapped: boolean }
  | { readonly kind: 'append'; readonly value: string };

/** A value, and the rolling hash over key and value. */
interface Slot {
  readonly value: string;
  readonly hash: number;
}

/** The keys with the same hash remainder. */
interface Bucket {
  readonly slots: Map<string, Slot>;
  /** Generation of the state in which this bucket was copied. */
  readonly generation: number;
}

export interface KvState {
  /** By hash of the key. null: no keys. */
  buckets: (Bucket | null)[];
  /**
   * Number of freezes. A bucket of an earlier generation may be shared with a frozen state, and is copied
   * before a change.
   */
  generation: number;
  /** Sum of the scattered hashes of all slots. */
  digest: number;
}

/** A power of two. */
const BUCKETS = 64;

const WRITTEN: KvResult = { kind: 'write' };
const SWAPPED: KvResult = { kind: 'cas', swapped: true };
const NOT_SWAPPED: KvResult = { kind: 'cas', swapped: false };

/** Registers by name: read, write, compare-and-swap, and append to a comma-separated list. */
export const kv: CopyingOnWrite<KvState, KvOperation, KvResult> = {
  name: 'kv',
  initial: empty,
  execute(state, operation) {
    const hash = keyHash(operation.key);
    const slot = state.buckets[hash & (BUCKETS - 1)]?.slots.get(operation.key);
    switch (operation.kind) {
      case 'read':
        return { kind: 'read', value: slot === undefined ? null : slot.value };
      case 'write':
        put(state, operation.key, hash, slot, operation.value);
        return WRITTEN;
      case 'cas':
        if ((slot === undefined ? null : slot.value) !== operation.from) return NOT_SWAPPED;
        put(state, operation.key, hash, slot, operation.to);
        return SWAPPED;
      case 'append':
        return { kind: 'append', value: append(state, operation.key, hash, slot, operation.value) };
      default:
        return operation satisfies never;
    }
  },
  isRead: ({ kind }) => kind === 'read',
  digest: (state) => state.digest >>> 0,
  capture: ({ buckets }) => buckets.map(captureBucket),
  freeze(state) {
    state.generation++;
    return state.buckets.slice();
  },
  capturePart: (part) => captureBucket(part as Bucket | null), // given by `freeze`
  restore(captured) {
    const state = empty();
    const buckets = captured as [string, string][][]; // made by `capture`
    for (const pairs of buckets) {
      for (const [key, value] of pairs) put(state, key, keyHash(key), undefined, value);
    }
    return state;
  },
};

function empty(): KvState {
  return { buckets: new Array<null>(BUCKETS).fill(null), generation: 0, digest: 0 };
}

const captureBucket = (bucket: Bucket | null): string[][] =>
  bucket === null ? [] : [...bucket.slots].map(([key, { value }]) => [key, value]).sort(byKey);

const byKey = ([a = '']: string[], [b = '']: string[]): number => (a < b ? -1 : 1);

function put(state: KvState, key: string, hash: number, slot: Slot | undefined, value: string): void {
  replace(state, key, hash, slot, { value, hash: rollText(hash, value) });
}

function append(state: KvState, key: string, hash: number, slot: Slot | undefined, value: string): string {
  if (slot === undefined) {
    put(state, key, hash, slot, value);
    return value;
  }
  const longer = `${slot.value},${value}`;
  replace(state, key, hash, slot, { value: longer, hash: rollText(rollText(slot.hash, ','), value) });
  return longer;
}

function replace(state: KvState, key: string, hash: number, slot: Slot | undefined, by: Slot): void {
  if (slot !== undefined) state.digest -= scatter(slot.hash);
  state.digest = (state.digest + scatter(by.hash)) | 0;
  own(state, hash & (BUCKETS - 1)).slots.set(key, by);
}

/** A bucket that may be changed: not shared with a frozen state. Slots are immutable and shared. */
function own({ buckets, generation }: KvState, index: number): Bucket {
  const bucket = buckets[index] ?? null;
  if (bucket !== null && bucket.generation === generation) return bucket;
  const copy: Bucket = { slots: new Map(bucket?.slots), generation };
  buckets[index] = copy;
  return copy;
}

/** The length distinguishes ('ab', 'c') from ('a', 'bc'). */
const keyHash = (key: string): number => rollText(HASH_SEED ^ key.length, key);

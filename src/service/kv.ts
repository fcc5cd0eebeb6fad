import { HASH_SEED, rollText, scatter } from './hash.ts';
import type { SelfCapturing } from './service.ts';

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
  value: string;
  hash: number;
}

export interface KvState {
  slots: Map<string, Slot>;
  /** Sum of the scattered hashes of all slots. */
  digest: number;
}

const WRITTEN: KvResult = { kind: 'write' };
const SWAPPED: KvResult = { kind: 'cas', swapped: true };
const NOT_SWAPPED: KvResult = { kind: 'cas', swapped: false };

/** Registers by name: read, write, compare-and-swap, and append to a comma-separated list. */
export const kv: SelfCapturing<KvState, KvOperation, KvResult> = {
  name: 'kv',
  initial: () => ({ slots: new Map(), digest: 0 }),
  execute(state, operation) {
    const slot = state.slots.get(operation.key);
    switch (operation.kind) {
      case 'read':
        return { kind: 'read', value: slot === undefined ? null : slot.value };
      case 'write':
        put(state, operation.key, slot, operation.value);
        return WRITTEN;
      case 'cas':
        if ((slot === undefined ? null : slot.value) !== operation.from) return NOT_SWAPPED;
        put(state, operation.key, slot, operation.to);
        return SWAPPED;
      case 'append':
        return { kind: 'append', value: append(state, operation.key, slot, operation.value) };
      default:
        return operation satisfies never;
    }
  },
  isRead: ({ kind }) => kind === 'read',
  digest: (state) => state.digest >>> 0,
  capture: (state) => [...state.slots].map(([key, { value }]) => [key, value]).sort(byKey),
  restore(captured) {
    const state: KvState = { slots: new Map(), digest: 0 };
    const pairs = captured as [string, string][]; // what `capture` made
    for (const [key, value] of pairs) put(state, key, undefined, value);
    return state;
  },
};

const byKey = ([a = '']: string[], [b = '']: string[]): number => (a < b ? -1 : 1);

function put(state: KvState, key: string, slot: Slot | undefined, value: string): void {
  const hash = rollText(keyHash(key), value);
  replace(state, key, slot, value, hash);
}

function append(state: KvState, key: string, slot: Slot | undefined, value: string): string {
  if (slot === undefined) {
    put(state, key, slot, value);
    return value;
  }
  const longer = `${slot.value},${value}`;
  replace(state, key, slot, longer, rollText(rollText(slot.hash, ','), value));
  return longer;
}

function replace(state: KvState, key: string, slot: Slot | undefined, value: string, hash: number): void {
  if (slot === undefined) {
    state.slots.set(key, { value, hash });
    state.digest = (state.digest + scatter(hash)) | 0;
  } else {
    state.digest = (state.digest - scatter(slot.hash) + scatter(hash)) | 0;
    slot.value = value;
    slot.hash = hash;
  }
}

/** The length keeps ('ab', 'c') and ('a', 'bc') apart. */
const keyHash = (key: string): number => rollText(HASH_SEED ^ key.length, key);

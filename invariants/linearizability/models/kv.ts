import { deterministic } from '../model.ts';

/** What a key holds, or null while nothing was written to it. */
export type KvValue = string | null;

/** What a key-value store is asked. */
export type KvOperation =
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'write'; readonly key: string; readonly value: string }
  | { readonly kind: 'cas'; readonly key: string; readonly from: KvValue; readonly to: string }
  | { readonly kind: 'append'; readonly key: string; readonly value: string };

/** What it answers. */
export type KvResult =
  | { readonly kind: 'read'; readonly value: KvValue }
  | { readonly kind: 'write' }
  | { readonly kind: 'cas'; readonly swapped: boolean }
  /** The value after it. */
  | { readonly kind: 'append'; readonly value: string };

const WRITTEN: KvResult = Object.freeze({ kind: 'write' });
const SWAPPED: KvResult = Object.freeze({ kind: 'cas', swapped: true });
const REFUSED: KvResult = Object.freeze({ kind: 'cas', swapped: false });

/** A key-value store, one partition per key. Appending to an unset key sets it; otherwise a comma comes between. */
export const kv = deterministic<KvValue, KvOperation, KvResult>({
  name: 'kv',
  initial: null,
  apply(state, operation) {
    switch (operation.kind) {
      case 'read':
        return { state, result: { kind: 'read', value: state } };
      case 'write':
        return { state: operation.value, result: WRITTEN };
      case 'cas':
        return state === operation.from
          ? { state: operation.to, result: SWAPPED }
          : { state, result: REFUSED };
      case 'append': {
        const value = state === null ? operation.value : `${state},${operation.value}`;
        return { state: value, result: { kind: 'append', value } };
      }
    }
  },
  key: (state) => state,
  sameResult(a, b) {
    switch (a.kind) {
      case 'read':
        return b.kind === 'read' && a.value === b.value;
      case 'write':
        return b.kind === 'write';
      case 'cas':
        return b.kind === 'cas' && a.swapped === b.swapped;
      case 'append':
        return b.kind === 'append' && a.value === b.value;
    }
  },
  partition: (operation) => operation.key,
  kind: (operation) => operation.kind,
  describe(operation, result) {
    const { key } = operation;
    switch (operation.kind) {
      case 'read':
        return result?.kind === 'read' ? `read ${key} = ${result.value ?? 'nothing'}` : `read ${key}`;
      case 'write':
        return `write ${key} = ${operation.value}`;
      case 'cas': {
        const refused = result?.kind === 'cas' && !result.swapped ? ' (refused)' : '';
        return `cas ${key} from ${operation.from ?? 'nothing'} to ${operation.to}${refused}`;
      }
      case 'append':
        return `append ${operation.value} to ${key}${result?.kind === 'append' ? ` = ${result.value}` : ''}`;
    }
  },
  asRegister: (operation) => (operation.kind === 'append' ? undefined : operation),
  blind: (operation) => operation.kind === 'write',
  pure: (operation, result) => operation.kind === 'read' || (result?.kind === 'cas' && !result.swapped),
  enablers(operation, result) {
    if (operation.kind !== result.kind) return [];
    if (result.kind === 'read') return [result.value];
    if (operation.kind === 'cas' && result.kind === 'cas')
      return result.swapped ? [operation.from] : undefined;
    if (operation.kind === 'append' && result.kind === 'append')
      return prefixes(operation.value, result.value);
    return undefined;
  },
  before(operation, after) {
    if (operation.kind === 'append') return prefixes(operation.value, after);
    return operation.kind === 'cas' && operation.to === after && operation.from !== after
      ? [operation.from]
      : [];
  },
});

/** What a key held if appending `value` made it `after`. */
function prefixes(value: string, after: KvValue): readonly KvValue[] {
  if (after === value) return [null];
  return after?.endsWith(`,${value}`) ? [after.slice(0, -value.length - 1)] : [];
}

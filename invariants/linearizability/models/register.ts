import { deterministic } from '../model.ts';

/** A value, or null while nothing was written. */
export type RegisterValue = string | null;

/** What a register is asked. */
export type RegisterOperation =
  | { readonly kind: 'read' }
  | { readonly kind: 'write'; readonly value: string }
  | { readonly kind: 'cas'; readonly from: RegisterValue; readonly to: string };

/** What it answers. */
export type RegisterResult =
  | { readonly kind: 'read'; readonly value: RegisterValue }
  | { readonly kind: 'write' }
  | { readonly kind: 'cas'; readonly swapped: boolean };

const WRITTEN: RegisterResult = Object.freeze({ kind: 'write' });
const SWAPPED: RegisterResult = Object.freeze({ kind: 'cas', swapped: true });
const REFUSED: RegisterResult = Object.freeze({ kind: 'cas', swapped: false });

/** One register with compare-and-set. */
export const register = deterministic<RegisterValue, RegisterOperation, RegisterResult>({
  name: 'register',
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
    }
  },
  key: (state) => state,
  sameResult(a, b) {
    if (a.kind === 'read') return b.kind === 'read' && a.value === b.value;
    if (a.kind === 'cas') return b.kind === 'cas' && a.swapped === b.swapped;
    return b.kind === 'write';
  },
  kind: (operation) => operation.kind,
  describe(operation, result) {
    switch (operation.kind) {
      case 'read':
        return result?.kind === 'read' ? `read ${result.value ?? 'nothing'}` : 'read';
      case 'write':
        return `write ${operation.value}`;
      case 'cas': {
        const refused = result?.kind === 'cas' && !result.swapped ? ' (refused)' : '';
        return `cas ${operation.from ?? 'nothing'} to ${operation.to}${refused}`;
      }
    }
  },
  asRegister: (operation) => operation,
  blind: (operation) => operation.kind === 'write',
  pure: (operation, result) => operation.kind === 'read' || (result?.kind === 'cas' && !result.swapped),
  enablers(operation, result) {
    if (operation.kind !== result.kind) return [];
    if (result.kind === 'read') return [result.value];
    // A refused swap tells only which value it was not.
    return operation.kind === 'cas' && result.kind === 'cas' && result.swapped ? [operation.from] : undefined;
  },
  before: (operation, after) =>
    operation.kind === 'cas' && operation.to === after && operation.from !== after ? [operation.from] : [],
});

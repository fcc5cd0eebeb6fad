import { type DeterministicModel, deterministic } from '../model.ts';

/** Registers with compare-and-set, by key, for values that are numbers of a table. */
export type CellOperation =
  | { readonly kind: 'read'; readonly key: number }
  | { readonly kind: 'write'; readonly key: number; readonly value: number }
  | { readonly kind: 'cas'; readonly key: number; readonly from: number; readonly to: number };

export type CellResult =
  | { readonly kind: 'read'; readonly value: number }
  | { readonly kind: 'write' }
  | { readonly kind: 'cas'; readonly swapped: boolean };

/** How keys and values are shown. */
export interface CellWords {
  readonly name: string;
  readonly initial: number;
  /** The name of a key; empty where there are no keys. */
  keyName(key: number): string;
  valueText(key: number, value: number): string;
}

/** A partition for each key. */
export function cells({
  name,
  initial,
  keyName,
  valueText,
}: CellWords): DeterministicModel<number, CellOperation, CellResult> {
  const wrote: CellResult = { kind: 'write' };
  const swapped: CellResult = { kind: 'cas', swapped: true };
  const refused: CellResult = { kind: 'cas', swapped: false };
  return deterministic<number, CellOperation, CellResult>({
    name,
    initial,
    apply(state, operation) {
      switch (operation.kind) {
        case 'read':
          return { state, result: { kind: 'read', value: state } };
        case 'write':
          return { state: operation.value, result: wrote };
        case 'cas':
          return state === operation.from
            ? { state: operation.to, result: swapped }
            : { state, result: refused };
      }
    },
    key: (state) => state,
    sameResult(a, b) {
      if (a.kind === 'read') return b.kind === 'read' && a.value === b.value;
      if (a.kind === 'cas') return b.kind === 'cas' && a.swapped === b.swapped;
      return b.kind === 'write';
    },
    partition: ({ key }) => keyName(key),
    kind: ({ kind }) => kind,
    describe(operation, result) {
      const { key } = operation;
      const of = keyName(key);
      switch (operation.kind) {
        case 'read': {
          if (result?.kind !== 'read') return of === '' ? 'read' : `read ${of}`;
          const value = valueText(key, result.value);
          return of === '' ? `read ${value}` : `read ${of} = ${value}`;
        }
        case 'write': {
          const value = valueText(key, operation.value);
          return of === '' ? `write ${value}` : `write ${of} = ${value}`;
        }
        case 'cas': {
          const [from, to] = [valueText(key, operation.from), valueText(key, operation.to)];
          const ending = result?.kind === 'cas' && !result.swapped ? ' (refused)' : '';
          return of === '' ? `cas ${from} to ${to}${ending}` : `cas ${of} from ${from} to ${to}${ending}`;
        }
      }
    },
    describeState: (state, { key }) => valueText(key, state),
    asRegister: (operation) => operation,
    blind: ({ kind }) => kind === 'write',
    pure: ({ kind }, result) => kind === 'read' || (result?.kind === 'cas' && !result.swapped),
    enablers(operation, result) {
      if (operation.kind !== result.kind) return [];
      if (result.kind === 'read') return [result.value];
      // A refused swap tells only which value it was not.
      return operation.kind === 'cas' && result.kind === 'cas' && result.swapped
        ? [operation.from]
        : undefined;
    },
    before: (operation, after) =>
      operation.kind === 'cas' && operation.to === after && operation.from !== after ? [operation.from] : [],
  });
}

import type { SequentialModel, Step } from '../model.ts';

interface Stamp {
  /** Which clock it was is nobody's business here: not judged. */
  readonly at: number;
  readonly lot: number;
}

/** The lot that was drawn last for the key; null: none. */
type State = number | null;

export type StampOperation =
  | { readonly kind: 'stamp'; readonly key: string }
  | { readonly kind: 'last'; readonly key: string };

export type StampResult =
  | { readonly kind: 'stamp'; readonly stamp: Stamp }
  | { readonly kind: 'last'; readonly stamp: Stamp | null };

const stampOf = (lot: number): Stamp => ({ at: 0, lot });

const outcomeOf = (lot: number): Step<State, StampResult> => ({
  state: lot,
  result: { kind: 'stamp', stamp: stampOf(lot) },
});

/** Stamps with a lot below `lots` each, which the object is free to choose: as many outcomes as lots. */
export function stamp(lots: number): SequentialModel<State, StampOperation, StampResult> {
  const outcomes = Array.from({ length: lots }, (_, lot) => outcomeOf(lot));
  return { ...base, steps: (state, { kind }) => (kind === 'stamp' ? outcomes : [read(state)]) };
}

const read = (state: State): Step<State, StampResult> => ({
  state,
  result: { kind: 'last', stamp: state === null ? null : stampOf(state) },
});

const base: Omit<SequentialModel<State, StampOperation, StampResult>, 'steps'> = {
  name: 'stamp',
  initial: null,
  key: (state) => state,
  sameResult: (a, b) => a.kind === b.kind && a.stamp?.lot === b.stamp?.lot,
  partition: ({ key }) => key,
  kind: ({ kind }) => kind,
  describe({ kind, key }, result) {
    if (result === undefined) return `${kind} ${key}`;
    return `${kind} ${key} = ${result.stamp === null ? 'nothing' : `lot ${result.stamp.lot}`}`;
  },
  blind: ({ kind }) => kind === 'stamp',
  pure: ({ kind }) => kind === 'last',
  enablers: ({ kind }, { stamp: seen }) => (kind === 'last' ? [seen?.lot ?? null] : undefined),
  before: () => [], // all that changes the state is blind
};

/** The same object when what it chooses is known: the whole of it, for a replay of the log. */
export const stampReplay = {
  initial: new Map<string, Stamp>(),
  apply(state: unknown, operation: unknown, predicted: unknown): { state: unknown; result: unknown } {
    const { kind, key } = operation as StampOperation; // the workload draws no other
    const stamps = state as Map<string, Stamp>; // what `initial` is
    const last = stamps.get(key);
    if (kind === 'last') return { state, result: { kind, stamp: last ?? null } };
    const { at, lot } = predicted as Stamp; // from the log
    const next = { at: last !== undefined && last.at >= at ? last.at + 1 : at, lot };
    stamps.set(key, next);
    return { state, result: { kind, stamp: next } };
  },
};

/** The documented `merge` of the service: the lower median of the times, and the lot of the first replica. */
export function stampMerge(predictions: readonly unknown[]): Stamp {
  const stamps = predictions as readonly Stamp[]; // the only kind of prediction in the workload
  const later = (than: number): number => stamps.filter(({ at }) => at > than).length;
  const earlier = (than: number): number => stamps.filter(({ at }) => at < than).length;
  const lowerMiddle = Math.floor((stamps.length - 1) / 2);
  const middle = stamps.find(
    ({ at }) => earlier(at) <= lowerMiddle && later(at) <= stamps.length - 1 - lowerMiddle,
  );
  return { at: middle?.at ?? 0, lot: stamps[0]?.lot ?? 0 };
}

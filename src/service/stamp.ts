import { mergePredictions } from './defaults.ts';
import type { Service, World } from './service.ts';

/** The time of an event, and a random number drawn for it. */
export interface Stamp {
  readonly at: number;
  readonly lot: number;
}

export type StampOperation =
  | { readonly kind: 'stamp'; readonly key: string }
  | { readonly kind: 'last'; readonly key: string };

export type StampResult =
  | { readonly kind: 'stamp'; readonly stamp: Stamp }
  | { readonly kind: 'last'; readonly stamp: Stamp | null };

/** Few, so that a checker of histories can try them all. */
export const LOTS = 8;

/** Stamps by name. Time and random number are predicted. The time of a name never falls. */
export const stamp: Service<Map<string, Stamp>, StampOperation, StampResult> = {
  name: 'stamp',
  initial: () => new Map(),
  execute(stamps, { kind, key }, predicted) {
    const last = stamps.get(key) ?? null;
    if (kind === 'last') return { kind, stamp: last };
    const { at, lot } = predicted as Stamp; // made by `predict` or `merge`
    const next = { at: last === null ? at : Math.max(at, last.at + 1), lot };
    stamps.set(key, next);
    return { kind, stamp: next };
  },
  predict: ({ kind }, world: World) =>
    kind === 'stamp' ? { at: world.wallTime(), lot: world.random(LOTS) } : null,
  merge(predictions) {
    const stamps = predictions as readonly Stamp[]; // made by `predict`
    return { at: mergePredictions(stamps.map(({ at }) => at)), lot: stamps[0]?.lot ?? 0 };
  },
  isRead: ({ kind }) => kind === 'last',
};

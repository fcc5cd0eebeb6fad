import type { ClientId, Entry, Part } from '../../../src/vsr/data/entry.ts';
import type { Executed } from '../../../src/vsr/data/observations.ts';

/** The requests of an entry: one, or those of a batch. */
export function partsOf(entry: Entry): readonly Part[] {
  return entry.kind === 'batch' ? (entry.body as readonly Part[]) : [entry as Part]; // a batch has them as its body
}

/** A request that took effect, and its result. */
export interface Effect {
  readonly part: Part;
  readonly result: unknown;
}

/** The requests of an entry that took effect, in order. */
export function effectsOf({ effects, entry, results }: Executed): Effect[] {
  const found: Effect[] = [];
  partsOf(entry).forEach((part, i) => {
    if (effects[i] === true) found.push({ part, result: results[i] });
  });
  return found;
}

/** Index of a client's request in an entry, or -1. A client has at most one in an entry. */
export const indexOfRequest = (entry: Entry, client: ClientId, request: number): number =>
  partsOf(entry).findIndex((part) => part.client === client && part.request === request);

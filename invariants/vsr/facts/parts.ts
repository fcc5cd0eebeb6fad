import type { ClientId, Entry, Part } from '../../../src/vsr/data/entry.ts';

const batchOf = (entry: Entry): readonly Part[] => entry.body as readonly Part[]; // a batch has its requests as its body

/** Number of requests in an entry. More than one only in a batch. */
export const partCount = (entry: Entry): number => (entry.kind === 'batch' ? batchOf(entry).length : 1);

/** A request of an entry. No array is made for an entry that is no batch. */
export const partAt = (entry: Entry, index: number): Part | undefined =>
  entry.kind === 'batch' ? batchOf(entry)[index] : (entry as Part); // it has all fields of one

/** The requests of an entry: one, or those of a batch. */
export const partsOf = (entry: Entry): readonly Part[] =>
  entry.kind === 'batch' ? batchOf(entry) : [entry as Part]; // it has all fields of one

/** Index of a client's request in an entry, or -1. A client has at most one in an entry. */
export function indexOfRequest(entry: Entry, client: ClientId, request: number): number {
  for (let i = partCount(entry) - 1; i >= 0; i--) {
    const part = partAt(entry, i);
    if (part?.client === client && part.request === request) return i;
  }
  return -1;
}

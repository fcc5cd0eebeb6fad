import { checksum, encode } from '../process/codec.ts';

/** Identity of a client session owner; chosen by the client, unique per client incarnation. */
export type ClientId = number;

/** What an entry does when executed: open a session, or run an operation of the service. */
export type EntryKind = 'register' | 'operation';

/**
 * One slot of the log. Immutable. `view` is the view in which the entry was *first* prepared and never changes (E3: it
 * says nothing about how recent the log is that holds it). `parent` is the checksum of the entry before, so that one
 * checksum stands for the whole log below it.
 */
export interface Entry {
  readonly body: unknown;
  readonly checksum: number;
  readonly client: ClientId;
  readonly epoch: number;
  readonly kind: EntryKind;
  readonly op: number;
  readonly parent: number;
  readonly request: number;
  readonly session: number;
  readonly view: number;
}

/** The parent of op 1. */
export const ROOT_CHECKSUM = 0;

/** An entry with its checksum filled in, which covers every other field. */
export function makeEntry(fields: Omit<Entry, 'checksum'>): Entry {
  return { ...fields, checksum: entryChecksum(fields) };
}

/** The checksum that the fields of an entry must have. */
export function entryChecksum(fields: Omit<Entry, 'checksum'>): number {
  const { body, client, epoch, kind, op, parent, request, session, view } = fields;
  return checksum(encode([body, client, epoch, kind, op, parent, request, session, view]));
}

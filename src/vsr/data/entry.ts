import { checksum, encode } from '../../process/codec.ts';
import { deepFreeze } from '../../process/freeze.ts';

/** Identifies a client session. Chosen at random by the client, a new one for each session. */
export type ClientId = number;

/** A client asks for a session, an operation of the service, or a reconfiguration of the group. */
export type RequestKind = 'register' | 'operation' | 'reconfiguration';

/** An entry holds one request, or a batch of operations that are executed in order. */
export type EntryKind = RequestKind | 'batch';

/** One request in the log. */
export interface Part {
  readonly body: unknown;
  readonly client: ClientId;
  readonly kind: RequestKind;
  /**
   * Value that the primary fixed for the operation (time, random numbers), the same wherever it is executed.
   * null: none.
   */
  readonly predicted: unknown;
  readonly request: number;
  readonly session: number;
}

/**
 * One slot of the log. Immutable. `view` is the view in which the entry was *first* prepared and never
 * changes; it says nothing about how recent a log is that holds it (E3). `parent` is the checksum of the
 * entry before, so that one checksum stands for the whole log below it.
 */
export interface Entry {
  readonly body: unknown;
  readonly checksum: number;
  readonly client: ClientId;
  readonly epoch: number;
  readonly kind: EntryKind;
  readonly op: number;
  readonly parent: number;
  readonly predicted: unknown;
  readonly request: number;
  readonly session: number;
  readonly view: number;
}

/** The requests of an entry in execution order. A batch has them as its body and belongs to no client. */
export function partsOf(entry: Entry): readonly Part[] {
  if (entry.kind === 'batch') return entry.body as readonly Part[]; // made by `prepare`, and covered by the checksum
  return [entry as Part]; // an entry that is not a batch has all fields of a part
}

/** The parent of op 1. */
export const ROOT_CHECKSUM = 0;

/**
 * Encoded bytes of recent entries that are known to match their checksum, in a direct-mapped cache. Replicas
 * of one process share entries, so each is encoded once; a copy (off the wire, or of a fork) is encoded
 * again.
 */
const INTACT_SLOTS = 1024;
const intactEntries: unknown[] = new Array(INTACT_SLOTS).fill(undefined);
const intactBytes: (Uint8Array | undefined)[] = new Array(INTACT_SLOTS).fill(undefined);

function bytesOf(entry: Entry): Uint8Array | undefined {
  const slot = entry.checksum % INTACT_SLOTS;
  return intactEntries[slot] === entry ? intactBytes[slot] : undefined;
}

/** From here on nobody changes it: its bytes would not be its own any more. What is frozen need not be copied for a fork, either. */
function remember(entry: Entry, bytes: Uint8Array): void {
  deepFreeze(entry);
  const slot = entry.checksum % INTACT_SLOTS;
  intactEntries[slot] = entry;
  intactBytes[slot] = bytes;
}

/** Makes an entry. Its checksum covers every other field. */
export function makeEntry(fields: Omit<Entry, 'checksum'>): Entry {
  const bytes = encodeFields(fields);
  const entry: Entry = {
    body: fields.body,
    checksum: checksum(bytes),
    client: fields.client,
    epoch: fields.epoch,
    kind: fields.kind,
    op: fields.op,
    parent: fields.parent,
    predicted: fields.predicted,
    request: fields.request,
    session: fields.session,
    view: fields.view,
  };
  remember(entry, bytes);
  return entry;
}

/** The checksum that the fields of an entry must have. */
export function entryChecksum(fields: Omit<Entry, 'checksum'>): number {
  return checksum(encodeFields(fields));
}

/** Whether the checksum of an entry matches its fields. For entries from others. */
export function isIntact(entry: Entry): boolean {
  if (bytesOf(entry) !== undefined) return true;
  const bytes = encodeFields(entry);
  if (checksum(bytes) !== entry.checksum) return false;
  remember(entry, bytes);
  return true;
}

/** The encoded fields of an entry, without the checksum. */
export function entryBytes(entry: Entry): Uint8Array {
  let bytes = bytesOf(entry);
  if (bytes === undefined) {
    bytes = encodeFields(entry);
    remember(entry, bytes);
  }
  return bytes;
}

/** The entry that {@link entryBytes} and this checksum stand for. */
export function entryFrom(fields: unknown, sum: number): Entry {
  // written by encodeFields, under a checksum
  const [body, client, epoch, kind, op, parent, predicted, request, session, view] = fields as FieldTuple;
  const entry: Entry = {
    body,
    checksum: sum,
    client,
    epoch,
    kind,
    op,
    parent,
    predicted,
    request,
    session,
    view,
  };
  deepFreeze(entry);
  return entry;
}

type FieldTuple = [unknown, ClientId, number, EntryKind, number, number, unknown, number, number, number];

function encodeFields(fields: Omit<Entry, 'checksum'>): Uint8Array {
  const { body, client, epoch, kind, op, parent, predicted, request, session, view } = fields;
  const tuple: FieldTuple = [body, client, epoch, kind, op, parent, predicted, request, session, view];
  return encode(tuple);
}

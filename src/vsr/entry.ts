import { checksum, encode } from '../process/codec.ts';
import { deepFreeze } from '../process/freeze.ts';

/** Identity of a client session owner; chosen by the client, unique per client incarnation. */
export type ClientId = number;

/** What a client asks for: a session, an operation of the service, or that the group becomes another one. */
export type RequestKind = 'register' | 'operation' | 'reconfiguration';

/** What an entry does when executed: what one client asks for, or the operations of several, one after the other. */
export type EntryKind = RequestKind | 'batch';

/** One request in the log. */
export interface Part {
  readonly body: unknown;
  readonly client: ClientId;
  readonly kind: RequestKind;
  /** What the operation needs to know of the world, the same wherever it is executed; null: nothing. */
  readonly predicted: unknown;
  readonly request: number;
  readonly session: number;
}

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
  readonly predicted: unknown;
  readonly request: number;
  readonly session: number;
  readonly view: number;
}

/** The requests of an entry, in the order in which they are executed. A batch has them as its body, and belongs to no client. */
export function partsOf(entry: Entry): readonly Part[] {
  if (entry.kind === 'batch') return entry.body as readonly Part[]; // what `prepare` made; the checksum vouches for it
  return [entry as Part]; // it has all fields of one, and its kind is not the other one
}

/** The parent of op 1. */
export const ROOT_CHECKSUM = 0;

/**
 * Bytes of recent entries that are known to match their checksum, in a direct-mapped cache. An entry is encoded once,
 * however many replicas of one process write it to their disks; a copy (from a wire, of a fork) is encoded again.
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

/** An entry with its checksum filled in, which covers every other field. */
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

/** Whether the checksum of an entry covers its fields. For what comes from others. */
export function isIntact(entry: Entry): boolean {
  if (bytesOf(entry) !== undefined) return true;
  const bytes = encodeFields(entry);
  if (checksum(bytes) !== entry.checksum) return false;
  remember(entry, bytes);
  return true;
}

/** The bytes that the checksum of an entry is computed over: all of it but the checksum. */
export function entryBytes(entry: Entry): Uint8Array {
  let bytes = bytesOf(entry);
  if (bytes === undefined) {
    bytes = encodeFields(entry);
    remember(entry, bytes);
  }
  return bytes;
}

/** The entry that {@link entryBytes} and the checksum came from. */
export function entryFrom(fields: unknown, sum: number): Entry {
  // what encodeFields wrote, behind a checksum
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

import { checksum } from '../process/codec.ts';
import type { DiskCompletion } from '../process/disk.ts';
import type { Context } from '../process/process.ts';
import { assert } from './assert.ts';
import type { Entry } from './entry.ts';
import { HEADERS_FILE, makeSlot, SLOT_BYTES } from './headers.ts';
import type { Message } from './messages.ts';
import type { PendingRecord, ReplicaState } from './state.ts';
import {
  CHECKPOINT,
  ENTRY,
  entryBody,
  INSTALL,
  installBody,
  makeRecord,
  OPEN,
  openBody,
  PEERS,
  PROMISE,
  peersBody,
  promiseBody,
  type RecordKind,
  sealOf,
  sectorUp,
  WAL_FILE,
} from './wal.ts';

/** Records have tokens from 1: their numbers. */
const SYNC_TOKEN = 0;
const SLOTS_TOKEN = -1;

/** Begins an incarnation on disk. Nothing is sent before it is durable. */
export function appendOpen(state: ReplicaState, incarnation: number, ctx: Context<Message>): void {
  const body = openBody(incarnation);
  append(state, OPEN, body, checksum(body), incarnation, ctx);
}

/** Writes the last entry of the log. */
export function appendEntry(state: ReplicaState, entry: Entry, ctx: Context<Message>): void {
  append(state, ENTRY, entryBody(entry), entry.checksum, entry.op, ctx);
}

/** Writes the promise of `state.view`. All of the log is before it in the file, and durable no later. */
export function appendPromise(state: ReplicaState, ctx: Context<Message>): void {
  const body = promiseBody(state.view);
  append(state, PROMISE, body, checksum(body), state.view, ctx);
}

/** Writes that the log above `after` is now `entries`, and that log_view is `state.logView`: one record, one step (E4). */
export function appendInstall(
  state: ReplicaState,
  after: number,
  entries: readonly Entry[],
  ctx: Context<Message>,
): void {
  const body = installBody(after, entries, state.logView);
  append(state, INSTALL, body, checksum(body), state.logView, ctx);
}

/** Writes how often each replica has lost its disk. */
export function appendPeers(state: ReplicaState, ctx: Context<Message>): void {
  const body = peersBody(state.generations);
  append(state, PEERS, body, checksum(body), 0, ctx);
}

/** Writes a checkpoint. All that it was made from is before it in the file, and durable no later. */
export function appendCheckpoint(state: ReplicaState, bytes: Uint8Array, ctx: Context<Message>): void {
  append(state, CHECKPOINT, bytes, checksum(bytes), state.checkpointOp, ctx);
}

function append(
  state: ReplicaState,
  kind: RecordKind,
  body: Uint8Array,
  sum: number,
  about: number,
  ctx: Context<Message>,
): void {
  const wal = state.wal;
  const seal = sealOf(body.length, wal.chain, kind, state.commitMax, sum);
  const record = makeRecord(seal, kind, body, sum, state.commitMax, wal.chain);
  const pending: PendingRecord = {
    kind,
    view: state.view,
    logView: state.logView,
    op: state.log.length,
    generations: state.generations,
    written: false,
  };
  const offset = wal.end;
  const token = wal.first + wal.pending.length;
  wal.pending.push(pending);
  if (wal.twice) {
    const { length } = body;
    wal.slots.push(makeSlot({ seal, length, chain: wal.chain, kind, commit: state.commitMax, sum, about }));
  }
  wal.end = sectorUp(offset + record.length);
  wal.chain = seal;
  ctx.disk.write(WAL_FILE, offset, record, token);
}

/**
 * Takes the end of a write or a sync. One sync is in flight at a time; what is written meanwhile shares the next one.
 * Returns whether more is durable than before. When the disk fails nothing is known any more about what was written since
 * the last sync, whatever a later sync says: the replica stops, and starts again from what can be read (D10).
 */
export function onWalCompletion(
  state: ReplicaState,
  completion: DiskCompletion,
  ctx: Context<Message>,
): boolean {
  if (completion.error !== null) giveUp(completion, ctx);
  if (completion.token === SLOTS_TOKEN) return onSlots(state, completion, ctx);
  const wal = state.wal;
  let advanced = false;
  if (completion.op === 'sync') {
    ctx.point('after-sync');
    wal.synced = wal.syncing;
    wal.syncing = 0;
    if (wal.twice) writeSlots(state, ctx);
    else advanced = settle(state, wal.synced);
  } else {
    const pending = wal.pending[completion.token - wal.first];
    assert(pending !== undefined, 'completion of a write that was not asked for');
    pending.written = true;
    countWritten(state);
  }
  if (wal.syncing === 0 && wal.written > wal.synced) {
    wal.syncing = wal.written;
    ctx.point('before-sync');
    ctx.disk.sync(WAL_FILE, SYNC_TOKEN);
  }
  return advanced;
}

/** The disk does not do what it is asked to. */
export function giveUp({ error, op }: DiskCompletion, ctx: Context<Message>): never {
  ctx.probe('stopped-on-disk-error');
  return ctx.stop(`${op} failed: ${error}`);
}

/** Records are synced: their headers follow, several at a time. */
function writeSlots(state: ReplicaState, ctx: Context<Message>): void {
  const wal = state.wal;
  const later = wal.first + wal.pending.length - wal.synced;
  const count = wal.slots.length - later;
  if (wal.slotsInFlight > 0 || count <= 0) return;
  const bytes = new Uint8Array(count * SLOT_BYTES);
  for (let i = 0; i < count; i++) bytes.set(wal.slots[i] as Uint8Array, i * SLOT_BYTES); // within the array
  wal.slotsInFlight = count;
  ctx.disk.write(HEADERS_FILE, wal.slotAt * SLOT_BYTES, bytes, SLOTS_TOKEN);
}

function onSlots(state: ReplicaState, { op }: DiskCompletion, ctx: Context<Message>): boolean {
  const wal = state.wal;
  if (op === 'write') {
    ctx.point('before-sync-headers');
    ctx.disk.sync(HEADERS_FILE, SLOTS_TOKEN);
    return false;
  }
  const left = wal.slots.length - wal.slotsInFlight;
  wal.slots.splice(0, wal.slotsInFlight);
  wal.slotAt += wal.slotsInFlight;
  wal.slotsInFlight = 0;
  const advanced = settle(state, wal.first + wal.pending.length - left);
  writeSlots(state, ctx);
  return advanced;
}

/** Writes end in any order; only what has no gap before it can become durable as part of the file. */
function countWritten(state: ReplicaState): void {
  const { pending, first } = state.wal;
  let next = state.wal.written;
  while (pending[next - first]?.written === true) next++;
  state.wal.written = next;
}

/** A sync made all records below `limit` durable. */
function settle(state: ReplicaState, limit: number): boolean {
  const wal = state.wal;
  const count = limit - wal.first;
  for (let i = 0; i < count; i++) {
    const record = wal.pending[i];
    if (record !== undefined) applyDurable(state, record);
  }
  wal.pending.copyWithin(0, count);
  wal.pending.length -= count;
  wal.first = limit;
  return count > 0;
}

/** An entry of a log that was replaced meanwhile says nothing about the log in memory: its log_view is older. */
function applyDurable(state: ReplicaState, record: PendingRecord): void {
  const durable = state.durable;
  durable.generations = record.generations;
  if (record.kind === PROMISE || record.kind === INSTALL) durable.view = record.view;
  if (record.kind === INSTALL) durable.logView = record.logView;
  if ((record.kind === ENTRY || record.kind === INSTALL) && record.logView === state.logView) {
    durable.op = record.op;
  }
}

import type { DiskCompletion } from '../../process/disk.ts';
import type { Context } from '../../process/process.ts';
import { assert } from '../data/assert.ts';
import type { Message } from '../data/messages.ts';
import { giveUp } from './disk-errors.ts';
import { HEADERS_FILES, SLOT_BYTES } from './headers.ts';
import { BASE, ENTRY, INSTALL, PROMISE } from './records.ts';
import { onCopy, onSuperblockRead, SUPERBLOCK_TOKEN, writeCopy } from './superblock-writer.ts';
import type { LoggedState, PendingRecord, WalState } from './wal-state.ts';
import { logFile } from './wal-writer.ts';

/**
 * Tokens of disk requests. A record's token is its number, from 1 on; syncs and header writes have one for
 * each of the two files, the superblock has -4.
 */
const SYNC_TOKENS = [0, -1] as const;
const SLOTS_TOKENS = [-2, -3] as const;

/** Mode M: counts records as durable that wait for nothing on the disk. Returns whether there were any. */
export function settleInMemory(state: LoggedState, ctx: Context<Message>): boolean {
  const { pending } = state.wal;
  let count = 0;
  while (pending[count]?.isVolatile === true) count++;
  return count > 0 && settle(state, state.wal.first + count, ctx);
}

/**
 * Takes the completion of a write or sync, or of reading the superblock back. One sync is in flight at a
 * time; records written meanwhile share the next one. Returns whether more is durable than before. After a
 * disk error nothing is known about what was written since the last sync, whatever a later sync says: the
 * replica stops, and restarts from what can be read (D10).
 */
export function onWalCompletion(
  state: LoggedState,
  completion: DiskCompletion,
  ctx: Context<Message>,
): boolean {
  const { op, token } = completion;
  const { wal } = state;
  // when no superblock copy is missing any more, the records that waited for that are durable
  if (op === 'read') return onSuperblockRead(wal, completion, ctx) && settle(state, wal.held, ctx);
  if (completion.error !== null) giveUp(completion, ctx);
  if (token === SUPERBLOCK_TOKEN) return onCopy(wal, completion, ctx) && settle(state, wal.held, ctx);
  const { half } = wal.superblock;
  if (token === SLOTS_TOKENS[half]) return onSlots(state, completion, ctx);
  let advanced = false;
  if (op === 'sync' && token === SYNC_TOKENS[half]) {
    assert(wal.syncing > 0, 'completion of a sync that was not requested');
    ctx.point('after-sync');
    wal.synced = wal.syncing;
    wal.syncing = 0;
    if (wal.twice) writeSlots(state, ctx);
    else advanced = settle(state, wal.synced, ctx);
  } else if (op === 'write' && token >= wal.first) {
    const pending = wal.pending[token - wal.first];
    assert(pending !== undefined, 'completion of a write that was not requested');
    pending.written = true;
    countWritten(state);
  } else {
    assert(wal.strays > 0, 'completion of a request that was not outstanding');
    wal.strays -= 1;
    return false;
  }
  if (wal.syncing === 0 && wal.written > wal.synced) {
    wal.syncing = wal.written;
    ctx.point('before-sync');
    ctx.disk.sync(logFile(wal), SYNC_TOKENS[half] ?? 0);
  }
  return advanced;
}

const headersFile = ({ superblock }: WalState): string => HEADERS_FILES[superblock.half] as string; // 0 or 1

/** Writes the headers of records that are synced, as many as there are. */
function writeSlots(state: LoggedState, ctx: Context<Message>): void {
  const wal = state.wal;
  const later = wal.first + wal.pending.length - wal.synced;
  const count = wal.slots.length - later;
  if (wal.slotsInFlight > 0 || count <= 0) return;
  const bytes = new Uint8Array(count * SLOT_BYTES);
  for (let i = 0; i < count; i++) bytes.set(wal.slots[i] as Uint8Array, i * SLOT_BYTES); // within the array
  wal.slotsInFlight = count;
  ctx.disk.write(headersFile(wal), wal.slotAt * SLOT_BYTES, bytes, SLOTS_TOKENS[wal.superblock.half] ?? 0);
}

function onSlots(state: LoggedState, { op }: DiskCompletion, ctx: Context<Message>): boolean {
  const wal = state.wal;
  assert(wal.slotsInFlight > 0, 'completion of headers that were not written');
  if (op === 'write') {
    ctx.point('before-sync-headers');
    ctx.disk.sync(headersFile(wal), SLOTS_TOKENS[wal.superblock.half] ?? 0);
    return false;
  }
  const left = wal.slots.length - wal.slotsInFlight;
  wal.slots.splice(0, wal.slotsInFlight);
  wal.slotAt += wal.slotsInFlight;
  wal.slotsInFlight = 0;
  const advanced = settle(state, wal.first + wal.pending.length - left, ctx);
  writeSlots(state, ctx);
  return advanced;
}

/** Writes complete in any order. A record counts as written when all records before it are. */
function countWritten(state: LoggedState): void {
  const { pending, first } = state.wal;
  let next = state.wal.written;
  while (pending[next - first]?.written === true) next++;
  state.wal.written = next;
}

/** A sync has made all records below `limit` durable, provided that the superblock names their file. */
function settle(state: LoggedState, limit: number, ctx: Context<Message>): boolean {
  const { wal } = state;
  if (wal.copies.length > 0) {
    wal.held = limit;
    if (!wal.copyInFlight) writeCopy(wal, ctx);
    return false;
  }
  const count = Math.max(0, limit - wal.first); // in mode M some are durable without a sync
  for (let i = 0; i < count; i++) {
    const record = wal.pending[i];
    if (record !== undefined) applyDurable(state, record);
  }
  assert(count <= wal.pending.length, 'more records are durable than were written');
  wal.pending.copyWithin(0, count);
  wal.pending.length -= count;
  wal.first += count;
  wal.written = Math.max(wal.written, wal.first);
  wal.synced = Math.max(wal.synced, wal.first);
  return count > 0;
}

/**
 * An entry of a log that has been replaced since (its log_view is older) says nothing about the log in
 * memory.
 */
function applyDurable(state: LoggedState, record: PendingRecord): void {
  const durable = state.durable;
  durable.generations = record.generations;
  const installs = record.kind === INSTALL || record.kind === BASE;
  if (record.kind === PROMISE || installs) durable.view = record.view;
  if (installs) durable.logView = record.logView;
  if ((record.kind === ENTRY || installs) && record.logView === state.logView) {
    durable.op = record.op;
  }
  assert(durable.logView <= durable.view, 'the durable log_view is above the durable view');
  assert(durable.view <= state.view, 'a view is durable that was not promised');
  assert(durable.op <= state.log.length, 'more entries are durable than there are');
}

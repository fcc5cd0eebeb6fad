import { checksum } from '../process/codec.ts';
import type { DiskCompletion } from '../process/disk.ts';
import type { Context } from '../process/process.ts';
import { assert } from './assert.ts';
import { giveUp } from './disk-errors.ts';
import type { Entry } from './entry.ts';
import { HEADERS_FILES, makeSlot, SLOT_BYTES } from './headers.ts';
import type { Message } from './messages.ts';
import type { PendingRecord, ReplicaState, WalState } from './state.ts';
import { nameOtherFile, onCopy, onSuperblockRead, SUPERBLOCK_TOKEN, writeCopy } from './superblock-writer.ts';
import {
  BASE,
  type Base,
  baseBody,
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
  WAL_FILES,
} from './wal.ts';

/** Records have tokens from 1, their numbers; other requests one for each of the two files, and the superblock -4. */
const SYNC_TOKENS = [0, -1] as const;
const SLOTS_TOKENS = [-2, -3] as const;

/** Begins an incarnation on disk. Nothing is sent before it is durable. */
export function appendOpen(state: ReplicaState, incarnation: number, ctx: Context<Message>): void {
  const body = openBody(incarnation);
  append(state, OPEN, body, checksum(body), incarnation, ctx);
}

/** Writes the last entry of the log. */
export function appendEntry(state: ReplicaState, entry: Entry, ctx: Context<Message>): void {
  if (state.wal.inMemory) {
    keepInMemory(state, ENTRY, ctx);
    return;
  }
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
  if (state.wal.inMemory) {
    keepInMemory(state, INSTALL, ctx);
    return;
  }
  const body = installBody({ after, config: configToWrite(state), entries, view: state.logView });
  append(state, INSTALL, body, checksum(body), state.logView, ctx);
}

/** The members of epoch 0 are what the replica was started with. */
export const configToWrite = ({ config, epoch }: ReplicaState): Base['config'] =>
  epoch === 0 ? null : config;

/** Writes how often each replica has lost its disk. */
export function appendPeers(state: ReplicaState, ctx: Context<Message>): void {
  const body = peersBody(state.generations);
  append(state, PEERS, body, checksum(body), 0, ctx);
}

/** Whether the other log file can be begun now. */
export const canChangeFile = ({ wal }: ReplicaState): boolean => wal.copies.length === 0 && wal.strays === 0;

/**
 * Goes on in the other log file, whose first record says all that matters of what was before. Until that is durable, and the
 * superblock says so, the old file is what a restart would find: nothing that follows counts as durable before.
 */
export function changeFile(state: ReplicaState, base: Base, ctx: Context<Message>): void {
  assert(canChangeFile(state), 'the other log file is in use');
  const { wal } = state;
  if (wal.inMemory) {
    keepInMemory(state, BASE, ctx);
    return;
  }
  wal.strays = inFlight(wal);
  wal.first += wal.pending.length;
  wal.pending = [];
  wal.written = wal.first;
  wal.synced = wal.first;
  wal.syncing = 0;
  wal.slots = [];
  wal.slotAt = 0;
  wal.slotsInFlight = 0;
  wal.held = wal.first;
  // no record that was ever in that file follows this
  nameOtherFile(
    wal,
    sealOf(wal.superblock.sequence, wal.chain, BASE, base.checkpointOp, base.incarnation),
    ctx,
  );
  wal.end = 0;
  wal.chain = wal.superblock.chain;
  const body = baseBody(base);
  ctx.point('before-base');
  append(state, BASE, body, checksum(body), state.log.length, ctx);
}

/** Mode M: a record that is not written. What it rests on is: a log is of a view that is promised. */
function keepInMemory(state: ReplicaState, kind: RecordKind, ctx: Context<Message>): void {
  const { wal } = state;
  const isPromised = ({ kind: of, view }: PendingRecord): boolean => of === PROMISE && view === state.view;
  if (kind !== ENTRY && state.durable.view < state.view && !wal.pending.some(isPromised)) {
    appendPromise(state, ctx);
  }
  wal.pending.push({ ...recordOf(state, kind), isVolatile: true, written: true });
}

/** Mode M: counts as durable what nothing on its way to the disk is before; whether there was anything. */
export function settleInMemory(state: ReplicaState, ctx: Context<Message>): boolean {
  const { pending } = state.wal;
  let count = 0;
  while (pending[count]?.isVolatile === true) count++;
  return count > 0 && settle(state, state.wal.first + count, ctx);
}

const recordOf = (state: ReplicaState, kind: RecordKind): PendingRecord => ({
  kind,
  view: state.view,
  logView: state.logView,
  op: state.log.length,
  generations: state.generations,
  isVolatile: false,
  written: false,
});

function inFlight(wal: WalState): number {
  let count = wal.syncing === 0 ? 0 : 1;
  if (wal.slotsInFlight > 0) count++;
  for (const { written } of wal.pending) if (!written) count++;
  return count;
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
  const offset = wal.end;
  const token = wal.first + wal.pending.length;
  wal.pending.push(recordOf(state, kind));
  if (wal.twice) {
    const { length } = body;
    wal.slots.push(makeSlot({ seal, length, chain: wal.chain, kind, commit: state.commitMax, sum, about }));
  }
  wal.end = sectorUp(offset + record.length);
  wal.chain = seal;
  ctx.disk.write(logFile(wal), offset, record, token);
}

/**
 * Takes the end of a write or a sync, or of a read of the superblock. One sync is in flight at a time; what is written meanwhile shares the next one.
 * Returns whether more is durable than before. When the disk fails nothing is known any more about what was written since
 * the last sync, whatever a later sync says: the replica stops, and starts again from what can be read (D10).
 */
export function onWalCompletion(
  state: ReplicaState,
  completion: DiskCompletion,
  ctx: Context<Message>,
): boolean {
  const { op, token } = completion;
  const { wal } = state;
  // when no copy of the superblock is missing any more, what waited for that is durable
  if (op === 'read') return onSuperblockRead(wal, completion, ctx) && settle(state, wal.held, ctx);
  if (completion.error !== null) giveUp(completion, ctx);
  if (token === SUPERBLOCK_TOKEN) return onCopy(wal, completion, ctx) && settle(state, wal.held, ctx);
  const { half } = wal.superblock;
  if (token === SLOTS_TOKENS[half]) return onSlots(state, completion, ctx);
  let advanced = false;
  if (op === 'sync' && token === SYNC_TOKENS[half]) {
    ctx.point('after-sync');
    wal.synced = wal.syncing;
    wal.syncing = 0;
    if (wal.twice) writeSlots(state, ctx);
    else advanced = settle(state, wal.synced, ctx);
  } else if (op === 'write' && token >= wal.first) {
    const pending = wal.pending[token - wal.first];
    assert(pending !== undefined, 'completion of a write that was not asked for');
    pending.written = true;
    countWritten(state);
  } else {
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

/** The log file that is written. */
export const logFile = ({ superblock }: WalState): string => WAL_FILES[superblock.half] as string; // 0 or 1
const headersFile = ({ superblock }: WalState): string => HEADERS_FILES[superblock.half] as string; // 0 or 1

/** Records are synced: their headers follow, several at a time. */
function writeSlots(state: ReplicaState, ctx: Context<Message>): void {
  const wal = state.wal;
  const later = wal.first + wal.pending.length - wal.synced;
  const count = wal.slots.length - later;
  if (wal.slotsInFlight > 0 || count <= 0) return;
  const bytes = new Uint8Array(count * SLOT_BYTES);
  for (let i = 0; i < count; i++) bytes.set(wal.slots[i] as Uint8Array, i * SLOT_BYTES); // within the array
  wal.slotsInFlight = count;
  ctx.disk.write(headersFile(wal), wal.slotAt * SLOT_BYTES, bytes, SLOTS_TOKENS[wal.superblock.half] ?? 0);
}

function onSlots(state: ReplicaState, { op }: DiskCompletion, ctx: Context<Message>): boolean {
  const wal = state.wal;
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

/** Writes end in any order; only what has no gap before it can become durable as part of the file. */
function countWritten(state: ReplicaState): void {
  const { pending, first } = state.wal;
  let next = state.wal.written;
  while (pending[next - first]?.written === true) next++;
  state.wal.written = next;
}

/** A sync made all records below `limit` durable, once the superblock names their file. */
function settle(state: ReplicaState, limit: number, ctx: Context<Message>): boolean {
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
  wal.pending.copyWithin(0, count);
  wal.pending.length -= count;
  wal.first += count;
  wal.written = Math.max(wal.written, wal.first);
  wal.synced = Math.max(wal.synced, wal.first);
  return count > 0;
}

/** An entry of a log that was replaced meanwhile says nothing about the log in memory: its log_view is older. */
function applyDurable(state: ReplicaState, record: PendingRecord): void {
  const durable = state.durable;
  durable.generations = record.generations;
  const installs = record.kind === INSTALL || record.kind === BASE;
  if (record.kind === PROMISE || installs) durable.view = record.view;
  if (installs) durable.logView = record.logView;
  if ((record.kind === ENTRY || installs) && record.logView === state.logView) {
    durable.op = record.op;
  }
}

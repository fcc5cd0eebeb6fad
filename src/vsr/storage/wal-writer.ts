import { checksum } from '../../process/codec.ts';
import type { Context } from '../../process/process.ts';
import { assert } from '../data/assert.ts';
import type { Entry } from '../data/entry.ts';
import type { Message } from '../data/messages.ts';
import { makeSlot } from './headers.ts';
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
} from './records.ts';
import { switchFile } from './superblock-writer.ts';
import type { LoggedState, PendingRecord, WalState } from './wal-state.ts';

/** Begins an incarnation. Nothing is sent before this record is durable. */
export function appendOpen(state: LoggedState, incarnation: number, ctx: Context<Message>): void {
  assert(incarnation > 0, 'an incarnation without a number');
  const body = openBody(incarnation);
  append(state, OPEN, body, checksum(body), incarnation, ctx);
}

/** Writes the last entry of the log. */
export function appendEntry(state: LoggedState, entry: Entry, ctx: Context<Message>): void {
  assert(entry.op === state.log.length, 'the entry written is not the head of the log');
  assert(entry.view <= state.logView, 'the entry written is of a view above log_view');
  if (state.wal.inMemory) {
    keepInMemory(state, ENTRY, ctx);
    return;
  }
  append(state, ENTRY, entryBody(entry), entry.checksum, entry.op, ctx);
}

/** Writes the promise of `state.view`. The whole log lies before it in the file, and is durable no later. */
export function appendPromise(state: LoggedState, ctx: Context<Message>): void {
  assert(state.view > state.durable.view, 'the promise written is not above the durable one');
  const body = promiseBody(state.view);
  append(state, PROMISE, body, checksum(body), state.view, ctx);
}

/**
 * Writes that the log above `after` is now `entries` and that log_view is `state.logView`, in one record
 * (E4).
 */
export function appendInstall(
  state: LoggedState,
  after: number,
  entries: readonly Entry[],
  ctx: Context<Message>,
): void {
  assert(after + entries.length === state.log.length, 'the log written is not the log in memory');
  assert(state.logView === state.view, 'the log written is not that of the promised view');
  if (state.wal.inMemory) {
    keepInMemory(state, INSTALL, ctx);
    return;
  }
  const body = installBody({ after, config: configToWrite(state), entries, view: state.logView });
  append(state, INSTALL, body, checksum(body), state.logView, ctx);
}

/** Members of the group for the disk. null stands for the members of epoch 0, which are a setting. */
export const configToWrite = ({ config, epoch }: LoggedState): Base['config'] =>
  epoch === 0 ? null : config;

/** Writes how often each replica has lost its disk. */
export function appendPeers(state: LoggedState, ctx: Context<Message>): void {
  const body = peersBody(state.generations);
  append(state, PEERS, body, checksum(body), 0, ctx);
}

/** Whether the other log file is free. */
export const canChangeFile = ({ wal }: LoggedState): boolean => wal.copies.length === 0 && wal.strays === 0;

/**
 * Continues in the other log file. Its first record replaces everything in the old one. Until that record is
 * durable and the superblock names the file, a restart finds the old file; so nothing that follows counts as
 * durable before.
 */
export function changeFile(state: LoggedState, base: Base, ctx: Context<Message>): void {
  assert(canChangeFile(state), 'the other log file is in use');
  assert(base.logView <= base.view, 'log_view is above the view in a log file');
  assert(base.checkpointOp > 0 && base.checkpointOp <= state.log.length, 'a log file begins above its log');
  assert(
    base.entries[base.entries.length - 1]?.op === state.log.length,
    'a log file begins without the head',
  );
  assert((base.entries[0]?.op ?? 0) <= base.checkpointOp, 'a log file has a gap above its checkpoint');
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
  // no record that was ever in that file follows this chain
  switchFile(wal, sealOf(wal.superblock.sequence, wal.chain, BASE, base.checkpointOp, base.incarnation), ctx);
  wal.end = 0;
  wal.chain = wal.superblock.chain;
  const body = baseBody(base);
  ctx.point('before-base');
  append(state, BASE, body, checksum(body), state.log.length, ctx);
}

/** Mode M: queues a record that is not written. It waits for the promise of its view, which is. */
function keepInMemory(state: LoggedState, kind: RecordKind, ctx: Context<Message>): void {
  const { wal } = state;
  const isPromised = ({ kind: of, view }: PendingRecord): boolean => of === PROMISE && view === state.view;
  if (kind !== ENTRY && state.durable.view < state.view && !wal.pending.some(isPromised)) {
    appendPromise(state, ctx);
  }
  wal.pending.push({ ...recordOf(state, kind), isVolatile: true, written: true });
}

const recordOf = (state: LoggedState, kind: RecordKind): PendingRecord => ({
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
  state: LoggedState,
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

/** Name of the current log file. */
export const logFile = ({ superblock }: WalState): string => WAL_FILES[superblock.half] as string; // 0 or 1

import { checksum } from '../process/codec.ts';
import type { DiskCompletion } from '../process/disk.ts';
import type { Context } from '../process/process.ts';
import { assert } from './assert.ts';
import type { Entry } from './entry.ts';
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
  PROMISE,
  promiseBody,
  type RecordKind,
  sealOf,
  sectorUp,
  WAL_FILE,
} from './wal.ts';

const SYNC_TOKEN = 0;

/** Begins an incarnation on disk. Nothing is sent before it is durable. */
export function appendOpen(state: ReplicaState, incarnation: number, ctx: Context<Message>): void {
  const body = openBody(incarnation);
  append(state, OPEN, body, checksum(body), ctx);
}

/** Writes the last entry of the log. */
export function appendEntry(state: ReplicaState, entry: Entry, ctx: Context<Message>): void {
  append(state, ENTRY, entryBody(entry), entry.checksum, ctx);
}

/** Writes the promise of `state.view`. All of the log is before it in the file, and durable no later. */
export function appendPromise(state: ReplicaState, ctx: Context<Message>): void {
  const body = promiseBody(state.view);
  append(state, PROMISE, body, checksum(body), ctx);
}

/** Writes that the log above `after` is now `entries`, and that log_view is `state.logView`: one record, one step (E4). */
export function appendInstall(
  state: ReplicaState,
  after: number,
  entries: readonly Entry[],
  ctx: Context<Message>,
): void {
  const body = installBody(after, entries, state.logView);
  append(state, INSTALL, body, checksum(body), ctx);
}

/** Writes a checkpoint. All that it was made from is before it in the file, and durable no later. */
export function appendCheckpoint(state: ReplicaState, bytes: Uint8Array, ctx: Context<Message>): void {
  append(state, CHECKPOINT, bytes, checksum(bytes), ctx);
}

function append(
  state: ReplicaState,
  kind: RecordKind,
  body: Uint8Array,
  sum: number,
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
    written: false,
  };
  const offset = wal.end;
  const token = wal.first + wal.pending.length;
  wal.pending.push(pending);
  wal.end = sectorUp(offset + record.length);
  wal.chain = seal;
  ctx.disk.write(WAL_FILE, offset, record, token);
}

/**
 * Takes the end of a write or a sync. One sync is in flight at a time; what is written meanwhile shares the next one.
 * Returns whether more is durable than before.
 */
export function onWalCompletion(
  state: ReplicaState,
  completion: DiskCompletion,
  ctx: Context<Message>,
): boolean {
  if (completion.error !== null) throw new Error(`vsr: WAL ${completion.op} failed: ${completion.error}`);
  const wal = state.wal;
  let advanced = false;
  if (completion.op === 'sync') {
    ctx.point('after-sync');
    advanced = settle(state, wal.syncing);
    wal.syncing = 0;
  } else {
    const pending = wal.pending[completion.token - wal.first];
    assert(pending !== undefined, 'completion of a write that was not asked for');
    pending.written = true;
    countWritten(state);
  }
  if (wal.syncing === 0 && wal.written > wal.first) {
    wal.syncing = wal.written;
    ctx.point('before-sync');
    ctx.disk.sync(WAL_FILE, SYNC_TOKEN);
  }
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
  if (record.kind === PROMISE || record.kind === INSTALL) durable.view = record.view;
  if (record.kind === INSTALL) durable.logView = record.logView;
  if ((record.kind === ENTRY || record.kind === INSTALL) && record.logView === state.logView) {
    durable.op = record.op;
  }
}

import { checksum } from '../../process/codec.ts';
import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import type { Entry } from '../data/entry.ts';
import type { CheckpointPiece, GetCheckpoint, LogSuffix } from '../data/messages.ts';
import type { HeldCheckpoint } from '../storage/checkpoint-format.ts';
import { readCheckpoint } from '../storage/checkpoint-format.ts';
import { canChangeFile, changeFile } from '../storage/wal-writer.ts';
import { baseOf, restoreCheckpoint } from './checkpoint.ts';
import type { Ctx, Replica } from './group.ts';
import { lastOp } from './log.ts';
import type { FetchState } from './state/checkpoint-state.ts';
import type { ReplicaState } from './state/replica-state.ts';

/** Bytes that one message carries at most. */
const PIECE_BYTES = 512;

/**
 * Who lags so far that others have cut their logs above it needs a checkpoint. What a checkpoint says is committed, so anybody may
 * give it, in any view and status, and pieces of it may come from different replicas.
 */
export function sendPiece(
  replica: Replica,
  state: ReplicaState,
  to: ProcessId,
  op: number,
  offset: number,
  ctx: Ctx,
): void {
  const held = state.checkpoint;
  if (held === null) return;
  const from = held.op === op && offset < held.bytes.length ? offset : 0; // a newer one begins anew
  const piece: CheckpointPiece = {
    bytes: held.bytes.slice(from, from + PIECE_BYTES),
    cluster: replica.config.cluster,
    epoch: state.epoch,
    from: state.self,
    logView: state.logView,
    offset: from,
    op: held.op,
    sum: held.sum,
    to,
    totalBytes: held.bytes.length,
    type: 'CheckpointPiece',
    view: state.durable.view, // it says nothing about any view
  };
  ctx.send(to, piece);
}

/** Asks for a checkpoint of which nothing is here yet. */
export function askForCheckpoint(replica: Replica, state: ReplicaState, source: ProcessId, ctx: Ctx): void {
  if (state.fetch !== null) askForRest(replica, state, state.fetch, ctx);
  else sendGetCheckpoint(replica, state, source, 0, 0, ctx);
}

/** Nothing has come for a while: the rest is asked of somebody else. */
export function retryFetch(replica: Replica, state: ReplicaState, ctx: Ctx): boolean {
  const { fetch, next, self } = state;
  const config = next?.sources ?? state.config;
  if (fetch === null || isComplete(fetch)) return false;
  if (fetch.op <= state.commit) {
    state.fetch = null;
    return false;
  }
  do
    fetch.source = config[(config.indexOf(fetch.source) + 1) % config.length] as ProcessId; // a member follows a member
  while (fetch.source === self);
  askForRest(replica, state, fetch, ctx);
  return true;
}

const isComplete = ({ bytes, gotBytes }: FetchState): boolean => gotBytes === bytes.length;

function askForRest(replica: Replica, state: ReplicaState, fetch: FetchState, ctx: Ctx): void {
  sendGetCheckpoint(replica, state, fetch.source, fetch.op, fetch.gotBytes, ctx);
}

function sendGetCheckpoint(
  replica: Replica,
  state: ReplicaState,
  to: ProcessId,
  op: number,
  offset: number,
  ctx: Ctx,
): void {
  const message: GetCheckpoint = {
    cluster: replica.config.cluster,
    epoch: state.epoch,
    from: state.self,
    offset,
    op,
    to,
    type: 'GetCheckpoint',
    view: state.durable.view, // it says nothing about any view
  };
  ctx.send(to, message);
}

/** Takes a piece; returns whether the checkpoint is whole now. */
export function onCheckpointPiece(
  replica: Replica,
  state: ReplicaState,
  message: CheckpointPiece,
  ctx: Ctx,
): boolean {
  const { bytes, from, logView, offset, op, sum, totalBytes } = message;
  if (op <= state.commit) return false;
  const known = state.fetch;
  // Who was asked has no such checkpoint any more, or not yet, and the others may be down: seed mutants-2-26.
  const hasOther = known !== null && from === known.source && !isComplete(known) && op !== known.op;
  if (known === null || op > known.op || hasOther) {
    state.fetch = { op, sum, bytes: new Uint8Array(totalBytes), gotBytes: 0, source: from, logView };
  }
  const { fetch } = state;
  if (fetch === null || fetch.op !== op || fetch.sum !== sum || isComplete(fetch)) return false;
  if (offset !== fetch.gotBytes || offset + bytes.length > fetch.bytes.length) return false;
  fetch.bytes.set(bytes, offset);
  fetch.gotBytes += bytes.length;
  fetch.source = from;
  fetch.logView = logView;
  if (!isComplete(fetch)) {
    askForRest(replica, state, fetch, ctx);
    return false;
  }
  if (checksum(fetch.bytes) !== sum) {
    state.fetch = null;
    return false;
  }
  ctx.probe('checkpoint-fetched');
  return true;
}

/** The checkpoint that has come from others, when it is above what is executed here. */
export function fetched({ commit, fetch }: ReplicaState): FetchState | undefined {
  return fetch !== null && isComplete(fetch) && fetch.op > commit ? fetch : undefined;
}

/** Whether the log of a view can be taken over: it reaches down to what is executed here, or to a checkpoint that has come. */
export function fits(state: ReplicaState, suffix: LogSuffix): boolean {
  return suffix.after <= state.commit || headOf(state, suffix) !== undefined;
}

/** The entry at the op of the checkpoint that has come, if that goes with `suffix` and can be written now. */
function headOf(state: ReplicaState, suffix: LogSuffix): Entry | undefined {
  const held = fetched(state);
  if (held === undefined || suffix.after > held.op || lastOp(suffix) < held.op) return undefined;
  if (!canChangeFile(state)) return undefined;
  const head = readCheckpoint(held.bytes, held.op)?.head;
  const below = held.op - suffix.after;
  const named = below === 0 ? suffix.parent : suffix.entries[below - 1]?.checksum;
  return named === head?.checksum ? head : undefined;
}

/**
 * Makes the checkpoint that has come, and the log above it, the own log of `view`; see {@link fits}. In one step, in memory
 * and on disk: with the checkpoint alone a log of the new view would bear the log_view of the old one.
 */
export function installCheckpoint(
  replica: Replica,
  state: ReplicaState,
  view: number,
  suffix: LogSuffix,
  ctx: Ctx,
): void {
  const held = fetched(state);
  const head = headOf(state, suffix);
  assert(held !== undefined && head !== undefined, 'the checkpoint does not go with the log');
  const { bytes, op, sum } = held;
  const log: Entry[] = [];
  log[op - 1] = head;
  for (const entry of suffix.entries.slice(op - suffix.after)) log.push(entry);
  state.log = log;
  state.logBase = op;
  state.logView = view;
  state.durable.op = 0; // what is durable is of another log
  state.fetch = null;
  const own: HeldCheckpoint = { op, bytes, sum };
  restoreCheckpoint(replica, state, own, ctx);
  changeFile(state, baseOf(state, own), ctx);
  ctx.probe('checkpoint-installed');
}

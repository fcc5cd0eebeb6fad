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

/** Maximum number of checkpoint bytes in a message. */
const PIECE_BYTES = 512;

/**
 * Sends a piece of the newest checkpoint to a replica that lags behind the start of the log here. A
 * checkpoint contains only what is committed, so any replica may send it in any view and status, and its
 * pieces may come from different replicas.
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
  const from = held.op === op && offset < held.bytes.length ? offset : 0; // a newer checkpoint is sent from its start
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
    view: state.durable.view, // the message claims nothing about a view
  };
  ctx.send(to, piece);
}

/**
 * Starts fetching the checkpoint that `suffix` starts at, from a replica that has both, or continues if one is
 * being fetched. A complete one that is older is given up: whoever sent it may have no other, and its pieces
 * are not taken a second time (F13).
 */
export function askForCheckpoint(
  replica: Replica,
  state: ReplicaState,
  source: ProcessId,
  suffix: LogSuffix,
  ctx: Ctx,
): void {
  const { fetch } = state;
  if (fetch !== null && isComplete(fetch) && fetch.op < Math.max(suffix.after, state.commit + 1)) {
    ctx.probe('useless-checkpoint-given-up');
    state.fetch = null;
  }
  if (state.fetch !== null) askForRest(replica, state, state.fetch, ctx);
  else sendGetCheckpoint(replica, state, source, 0, 0, ctx);
}

/**
 * The resend timer found a fetch that makes no progress: asks another replica for the rest. Returns whether a
 * fetch is in progress.
 */
export function retryFetch(replica: Replica, state: ReplicaState, ctx: Ctx): boolean {
  const { fetch, next, self } = state;
  const config = next?.sources ?? state.config;
  if (fetch === null || isComplete(fetch)) return false;
  if (fetch.op <= state.commit) {
    state.fetch = null;
    return false;
  }
  const others = config.filter((id) => id !== self);
  fetch.source = others[(others.indexOf(fetch.source) + 1) % others.length] ?? fetch.source; // a group of one has no others
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
    view: state.durable.view, // the message claims nothing about a view
  };
  ctx.send(to, message);
}

/** Takes a piece. Returns whether the checkpoint is complete now. */
export function onCheckpointPiece(
  replica: Replica,
  state: ReplicaState,
  message: CheckpointPiece,
  ctx: Ctx,
): boolean {
  const { bytes, from, logView, offset, op, sum, totalBytes } = message;
  if (op <= state.commit) return false;
  const known = state.fetch;
  // the replica that was asked has another checkpoint, and all others may be down (F10)
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

/** The fetched checkpoint, if it is complete and above what is executed here. */
export function fetchedCheckpoint({ commit, fetch }: ReplicaState): FetchState | undefined {
  return fetch !== null && isComplete(fetch) && fetch.op > commit ? fetch : undefined;
}

/**
 * Whether a suffix can be installed as the log of `view`: it starts at or below what is executed here, or goes with the
 * fetched checkpoint.
 */
export function canInstall(state: ReplicaState, view: number, suffix: LogSuffix): boolean {
  return suffix.after <= state.commit || headOf(state, view, suffix) !== undefined;
}

/**
 * The entry at the op of the fetched checkpoint, if `suffix` goes with that checkpoint and it can be written
 * now. A checkpoint of a later view waits for the log of that view, or of one after it (F17).
 */
function headOf(state: ReplicaState, view: number, suffix: LogSuffix): Entry | undefined {
  const held = fetchedCheckpoint(state);
  if (held === undefined || held.logView > view) return undefined;
  if (suffix.after > held.op || lastOp(suffix) < held.op) return undefined;
  if (!canChangeFile(state)) return undefined;
  const head = readCheckpoint(held.bytes, held.op)?.head;
  const below = held.op - suffix.after;
  const named = below === 0 ? suffix.parent : suffix.entries[below - 1]?.checksum;
  return named === head?.checksum ? head : undefined;
}

/**
 * Installs the fetched checkpoint and the log above it as the log of `view`; see {@link canInstall}. In memory and
 * on the disk in one step each: the checkpoint alone would leave a log of the new view under the old
 * log_view.
 */
export function installCheckpoint(
  replica: Replica,
  state: ReplicaState,
  view: number,
  suffix: LogSuffix,
  ctx: Ctx,
): void {
  const held = fetchedCheckpoint(state);
  const head = headOf(state, view, suffix);
  assert(held !== undefined && head !== undefined, 'the fetched checkpoint does not go with the log');
  assert(view >= state.logView, 'a checkpoint is installed with the log of an older view');
  const { bytes, op, sum } = held;
  const log: Entry[] = [];
  log[op - 1] = head;
  for (const entry of suffix.entries.slice(op - suffix.after)) log.push(entry);
  state.log = log;
  state.logBase = op;
  state.logView = view;
  state.durable.op = 0; // the durable entries belong to the old log
  state.fetch = null;
  const own: HeldCheckpoint = { op, bytes, sum };
  restoreCheckpoint(replica, state, own, ctx);
  changeFile(state, baseOf(state, own), ctx);
  assert(state.commit === op && state.logBase === op, 'the installed checkpoint is not in force');
  ctx.probe('checkpoint-installed');
}

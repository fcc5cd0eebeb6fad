import type { Context } from '../../process/process.ts';
import { assert } from '../data/assert.ts';
import { type Entry, isIntact, ROOT_CHECKSUM } from '../data/entry.ts';
import type { LogSuffix, Message } from '../data/messages.ts';
import { appendEntry, appendInstall } from '../storage/wal-writer.ts';
import type { ReplicaState } from './state/replica-state.ts';

/** Checksum of the entry at `op`: it stands for all of the log up to there. */
export function checksumAt(log: readonly Entry[], op: number): number {
  if (op === 0) return ROOT_CHECKSUM;
  const entry = log[op - 1];
  assert(entry !== undefined, `no entry at op ${op}`);
  return entry.checksum;
}

/** Lowest op that the log has an entry of. */
export const firstOf = ({ logBase }: ReplicaState): number => Math.max(1, logBase);

/** Whether the log says something else at `op`. What a checkpoint stands for is committed: nobody who is right contradicts it. */
export function contradicts({ log, logBase }: ReplicaState, op: number, checksum: number): boolean {
  return op >= logBase && checksum !== checksumAt(log, op);
}

/** The last op of a suffix. */
export const lastOp = (suffix: LogSuffix): number => suffix.after + suffix.entries.length;

/** Up to `max` entries after `after`. */
export function suffixOf(log: readonly Entry[], after: number, end: number): LogSuffix {
  return { after, entries: log.slice(after, end), parent: checksumAt(log, after) };
}

/** The part of a suffix that the own log has entries for. It reaches up to what is executed, and so to the base. */
function aboveBase({ log, logBase }: ReplicaState, suffix: LogSuffix): LogSuffix {
  const below = logBase - suffix.after;
  if (below <= 0) return suffix;
  assert(
    suffix.entries[below - 1]?.checksum === checksumAt(log, logBase),
    'chosen log contradicts a checkpoint',
  );
  return { after: logBase, entries: suffix.entries.slice(below), parent: checksumAt(log, logBase) };
}

/** Whether a suffix from somebody else is one unbroken chain of intact entries. */
export function isChain(suffix: LogSuffix): boolean {
  const { after, entries } = suffix;
  let { parent } = suffix;
  if (after === 0 && parent !== ROOT_CHECKSUM) return false;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    if (entry === undefined || entry.op !== after + 1 + i || entry.parent !== parent) return false;
    if (!isIntact(entry)) return false;
    parent = entry.checksum;
  }
  return true;
}

/** Adds the next entry to the log and to the disk. */
export function appendToLog(state: ReplicaState, entry: Entry, ctx: Context<Message>): void {
  assert(entry.op === state.log.length + 1, 'entry is not the next one');
  state.log.push(entry);
  appendEntry(state, entry, ctx);
}

/** Adds entries of this view's log that were missed, as one record. */
export function appendMissed(state: ReplicaState, entries: readonly Entry[], ctx: Context<Message>): void {
  const after = state.log.length;
  for (const entry of entries) state.log.push(entry);
  appendInstall(state, after, entries, ctx);
}

/**
 * Makes the log of `view` the own one: the part above the executed prefix is replaced, in memory and on disk in one
 * step each, together with log_view (E2, E4). Entries that are equal stay where they are. `suffix` starts at or below
 * the executed prefix, and must contain it: what is executed is committed, and a chosen log has all that is committed.
 */
export function installLog(
  state: ReplicaState,
  view: number,
  suffix: LogSuffix,
  ctx: Context<Message>,
): void {
  const { log } = state;
  const { after, entries } = aboveBase(state, suffix);
  assert(after <= state.commit, 'chosen log starts above the executed prefix');
  assert(view > state.logView, 'log of an older view installed');
  const first = entries[0];
  let same = 0;
  if (first !== undefined && first.parent === checksumAt(log, after)) {
    while (same < entries.length && log[after + same]?.checksum === entries[same]?.checksum) same++;
  }
  const keep = after + same;
  assert(keep >= state.commit, 'chosen log contradicts the executed prefix');
  assert(first === undefined || first.parent === checksumAt(log, after), 'chosen log does not fit');
  const added = entries.slice(same);
  if (log.slice(keep).some(({ kind }) => kind === 'batch')) ctx.probe('batch-lost-in-view-change');
  log.length = keep;
  for (const entry of added) log.push(entry);
  state.logView = view;
  state.durable.op = Math.min(state.durable.op, keep);
  ctx.point('before-install');
  appendInstall(state, keep, added, ctx);
}

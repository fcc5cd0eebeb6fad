import type { Context } from '../../process/process.ts';
import { assert } from '../data/assert.ts';
import { type Entry, isIntact, ROOT_CHECKSUM } from '../data/entry.ts';
import type { LogSuffix, Message } from '../data/messages.ts';
import { appendEntry, appendInstall } from '../storage/wal-writer.ts';
import type { ReplicaState } from './state/replica-state.ts';

/** Checksum of the entry at `op`. It stands for the whole log up to there. */
export function checksumAt(log: readonly Entry[], op: number): number {
  if (op === 0) return ROOT_CHECKSUM;
  const entry = log[op - 1];
  assert(entry !== undefined, 'the log has no entry at this op');
  return entry.checksum;
}

/** Lowest op of which the log has an entry. */
export const firstOf = ({ logBase }: ReplicaState): number => Math.max(1, logBase);

/**
 * Whether the log has another entry at `op`. Below the base a checkpoint stands for committed entries, which
 * no correct replica contradicts.
 */
export function contradicts({ log, logBase }: ReplicaState, op: number, checksum: number): boolean {
  return op >= logBase && checksum !== checksumAt(log, op);
}

/** Last op of a suffix. */
export const lastOp = (suffix: LogSuffix): number => suffix.after + suffix.entries.length;

/** The entries after `after`, up to `end`. */
export function suffixOf(log: readonly Entry[], after: number, end: number): LogSuffix {
  return { after, entries: log.slice(after, end), parent: checksumAt(log, after) };
}

/** The part of a suffix above the base of this log. The suffix must contain the entry at the base. */
function aboveBase({ log, logBase }: ReplicaState, suffix: LogSuffix): LogSuffix {
  const below = logBase - suffix.after;
  if (below <= 0) return suffix;
  assert(
    suffix.entries[below - 1]?.checksum === checksumAt(log, logBase),
    'the chosen log contradicts a checkpoint',
  );
  return { after: logBase, entries: suffix.entries.slice(below), parent: checksumAt(log, logBase) };
}

/** Whether a suffix from another replica is an unbroken chain of intact entries. */
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

/** Appends the next entry in memory and on the disk. */
export function appendToLog(state: ReplicaState, entry: Entry, ctx: Context<Message>): void {
  assert(entry.op === state.log.length + 1, 'the entry appended is not the next one');
  assert(state.logView === state.view, 'an entry is appended to the log of another view');
  state.log.push(entry);
  appendEntry(state, entry, ctx);
}

/** Appends entries of this view's log that were missed, as one record. */
export function appendMissed(state: ReplicaState, entries: readonly Entry[], ctx: Context<Message>): void {
  const after = state.log.length;
  assert(entries[0]?.op === after + 1, 'the missed entries do not follow the log');
  for (const entry of entries) state.log.push(entry);
  appendInstall(state, after, entries, ctx);
}

/**
 * Installs the log of `view`: replaces the part above the executed prefix, in memory and on the disk in one
 * step each, together with log_view (E2, E4). Equal entries stay in place. `suffix` starts at or below the
 * executed prefix and must contain it, since executed entries are committed and a chosen log has all
 * committed entries.
 */
export function installLog(
  state: ReplicaState,
  view: number,
  suffix: LogSuffix,
  ctx: Context<Message>,
): void {
  const { log } = state;
  const { after, entries } = aboveBase(state, suffix);
  assert(after <= state.commit, 'the chosen log starts above the executed prefix');
  assert(view > state.logView, 'the log of an older view is installed');
  const first = entries[0];
  let same = 0;
  if (first !== undefined && first.parent === checksumAt(log, after)) {
    while (same < entries.length && log[after + same]?.checksum === entries[same]?.checksum) same++;
  }
  const keep = after + same;
  assert(keep >= state.commit, 'the chosen log contradicts the executed prefix');
  assert(
    first === undefined || first.parent === checksumAt(log, after),
    'the chosen log does not follow the log',
  );
  const added = entries.slice(same);
  if (log.slice(keep).some(({ kind }) => kind === 'batch')) ctx.probe('batch-lost-in-view-change');
  log.length = keep;
  for (const entry of added) log.push(entry);
  state.logView = view;
  state.durable.op = Math.min(state.durable.op, keep);
  ctx.point('before-install');
  appendInstall(state, keep, added, ctx);
}

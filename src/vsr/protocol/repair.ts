import { checksum } from '../../process/codec.ts';
import type { DiskCompletion } from '../../process/disk.ts';
import { assert } from '../data/assert.ts';
import { type Entry, entryBytes, isIntact } from '../data/entry.ts';
import type { Recovery } from '../data/messages.ts';
import { giveUp } from '../storage/disk-errors.ts';
import { ENTRY, makeRecord, type RecordKind } from '../storage/records.ts';
import type { Damaged } from '../storage/wal-inspection.ts';
import { logFile } from '../storage/wal-writer.ts';
import type { Ctx, Replica } from './group.ts';
import { open } from './open.ts';
import type { RecoveryState } from './state/recovery-state.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { joinEpoch } from './views.ts';

/** Token of a rewritten record. Others are -4 and up. */
export const REWRITE_TOKEN = -10;

/** Maximum number of entries asked for, and sent, at a time. */
const WANTED_MAX = 64;

/** Op and checksum of damaged entries that nobody has sent yet. */
export function wantedOf({ damaged, log }: RecoveryState): [number, number][] {
  const wanted: [number, number][] = [];
  for (const { body, slot } of damaged) {
    if (body === null && log[slot.about - 1] === undefined) wanted.push([slot.about, slot.sum]);
    if (wanted.length === WANTED_MAX) break;
  }
  return wanted;
}

/**
 * The wanted entries that are here. The checksum identifies an entry in whatever view and status it is found.
 */
export function findWanted(state: ReplicaState, wanted: Recovery['wanted']): Entry[] {
  const entries: Entry[] = [];
  for (const [op, sum] of wanted) {
    const entry = op === undefined ? undefined : state.log[op - 1];
    if (entry?.checksum === sum && entries.length < WANTED_MAX) entries.push(entry);
  }
  return entries;
}

/** Keeps entries that match the header of a damaged record. */
export function takeWanted(recovery: RecoveryState, entries: readonly Entry[]): void {
  for (const entry of entries) {
    const { op } = entry;
    const gap = recovery.damaged.find(({ body, slot }) => body === null && slot.about === op);
    if (gap !== undefined && gap.slot.sum === entry.checksum && isIntact(entry)) recovery.log[op - 1] = entry;
  }
}

/**
 * Way 1 of recovery. If every damaged record is known again, rewrites them as they were; returns false
 * otherwise.
 */
export function tryRepair(replica: Replica, state: ReplicaState, ctx: Ctx): boolean {
  const { recovery } = state;
  if (recovery.lost) return false;
  const bodies: Uint8Array[] = [];
  for (const { body, slot } of recovery.damaged) {
    const entry = recovery.log[slot.about - 1];
    const bytes = body ?? (slot.kind === ENTRY && entry !== undefined ? entryBytes(entry) : undefined);
    if (bytes === undefined) return false;
    assert(checksum(bytes) === slot.sum, 'the repaired record differs from its header');
    bodies.push(bytes);
  }
  if (recovery.misplaced > 0) ctx.probe('misdirected-write-repaired');
  state.status = 'starting';
  recovery.rewriting = bodies.length;
  recovery.damaged.forEach((damaged, i) => {
    rewrite(state, damaged, bodies[i] as Uint8Array, ctx); // one for each damaged record
  });
  if (bodies.length === 0) startRepaired(replica, state, ctx);
  return true;
}

function rewrite(state: ReplicaState, { at, slot }: Damaged, body: Uint8Array, ctx: Ctx): void {
  const { chain, commit, kind, seal, sum } = slot;
  ctx.probe(kind === ENTRY ? 'damaged-entry-repaired' : 'damaged-record-repaired');
  const record = makeRecord(seal, kind as RecordKind, body, sum, commit, chain); // as it was appended
  ctx.disk.write(logFile(state.wal), at, record, REWRITE_TOKEN);
}

/** When all are rewritten the replica starts. The next record is synced no earlier than they are. */
export function onRewritten(
  replica: Replica,
  state: ReplicaState,
  completion: DiskCompletion,
  ctx: Ctx,
): void {
  if (completion.error !== null) giveUp(completion, ctx);
  assert(state.recovery.rewriting > 0, 'completion of a repair that was not requested');
  state.recovery.rewriting -= 1;
  if (state.recovery.rewriting === 0) startRepaired(replica, state, ctx);
}

function startRepaired(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { checkpoint, group, log } = state.recovery;
  if (group !== null) joinEpoch(state, group.epoch, group.config); // the epoch of this log
  open(replica, state, log as Entry[], checkpoint, ctx); // no gap is left
  state.recovery.log = [];
  state.recovery.checkpoint = null;
}

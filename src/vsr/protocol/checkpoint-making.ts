import { checksum } from '../../process/codec.ts';
import type { Entry } from '../data/entry.ts';
import type { HeldCheckpoint } from '../storage/checkpoint-format.ts';
import { joined, sectionOf } from '../storage/checkpoint-format.ts';
import { canChangeFile, changeFile } from '../storage/wal-writer.ts';
import { baseOf, checkpointNow, tell } from './checkpoint.ts';
import type { Ctx, Replica } from './group.ts';
import type { HalfMadeCheckpoint } from './state/checkpoint-state.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { CHECKPOINT_TIMER } from './timing.ts';

/** Between two slices of a checkpoint; messages and the disk have their turn. */
const SLICE_US = 200;

/** Checkpoints are taken at the same ops everywhere, so that their bytes can be compared. */
export const isCheckpointDue = (replica: Replica, op: number): boolean =>
  replica.config.checkpointOps > 0 && op % replica.config.checkpointOps === 0;

/**
 * Freezes the state after executing exactly `commit`. A service that copies on write goes on executing while that is encoded, slice
 * by slice; then it is written. While one is being made, or when the other log file cannot be begun yet, the next checkpoint will do.
 *
 * Whatever happens between the freeze and the writing, the checkpoint stays right, or is dropped:
 * 1. Executing goes on. It changes nothing that is frozen, and the op of the checkpoint is committed: no log that counts has
 *    another entry there. The log is not cut before, so the base that is written has all entries from that op on.
 * 2. A view change, or the log of a later view: `installLog` never touches what is executed. The base names view, log_view and log
 *    as they are when it is written, promised or installed just now or not. Records of these that were not durable in the old
 *    file count as durable with the base, no sooner: what waits for them waits for it. Until the superblock names the new
 *    file a restart finds the old one, in which all is that was said to be durable.
 * 3. A DoViewChange that was sent stays as it was: it has a copy of the log. Only entries at and below the op of the checkpoint are
 *    cut; a new primary that lacks them fetches the checkpoint, as it would have if this had been written before.
 * 4. A newer checkpoint comes from others: its op is above what is executed, so this one is dropped (`restoreCheckpoint`). The
 *    other file is still free: only what drops this one begins it.
 * 5. A crash or a stop: nothing of it is on the disk, and no timer is left. After a restart it is not resumed.
 * 6. Recovery: nothing is executed, so nothing is frozen, before the replica has rejoined.
 * 7. Another configuration: epoch and members are frozen with the rest. Later entries that change them are in the log of the base.
 */
export function takeCheckpoint(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (state.making !== null || state.commit <= (state.checkpoint?.op ?? 0) || !canChangeFile(state)) return;
  ctx.point('before-checkpoint');
  const { service } = replica;
  const making: HalfMadeCheckpoint = {
    checkpoint: checkpointNow(state),
    digest: service.digest(state.service),
    parts: service.freeze?.(state.service) ?? [service.capture(state.service)],
    sections: [],
    sum: 0,
  };
  if (service.freeze !== undefined) {
    state.making = making;
    ctx.setTimer(CHECKPOINT_TIMER, SLICE_US);
    return;
  }
  while (!isEncoded(making)) encodeSection(replica, making);
  write(replica, state, making, ctx);
}

/** Encodes some more of the checkpoint that is being made. */
export function encodeSlice(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { making } = state;
  if (making === null) return; // dropped meanwhile
  let bytes = 0;
  do bytes += encodeSection(replica, making);
  while (!isEncoded(making) && bytes < replica.config.checkpointSliceBytes);
  if (!isEncoded(making)) {
    ctx.setTimer(CHECKPOINT_TIMER, SLICE_US);
    return;
  }
  state.making = null;
  if (state.commit > making.checkpoint.op) ctx.probe('checkpoint-while-executing');
  write(replica, state, making, ctx);
}

const isEncoded = ({ parts, sections }: HalfMadeCheckpoint): boolean => sections.length > parts.length;

function encodeSection({ service }: Replica, making: HalfMadeCheckpoint): number {
  const { checkpoint, parts, sections } = making;
  const part = parts[sections.length - 1];
  let value: unknown = checkpoint;
  if (sections.length > 0) value = service.capturePart === undefined ? part : service.capturePart(part);
  const section = sectionOf(value);
  sections.push(section);
  making.sum = checksum(section, making.sum);
  return section.length;
}

/** Begins a log file with it: what is below the oldest checkpoint that is to be kept is in neither file soon. */
function write(
  replica: Replica,
  state: ReplicaState,
  { checkpoint, digest, sections, sum }: HalfMadeCheckpoint,
  ctx: Ctx,
): void {
  const held: HeldCheckpoint = { op: checkpoint.op, bytes: joined(sections), sum };
  state.checkpoint = held;
  const { checkpointOps, checkpointsKept } = replica.config;
  cutLog(state, held.op - (checkpointsKept - 1) * checkpointOps);
  changeFile(state, baseOf(state, held), ctx);
  ctx.probe('checkpoint-taken');
  tell('checkpointed', held.op, sum, digest, ctx);
}

/** Lets the log below an op go, which some checkpoint stands for. The entry there stays, as what the next one follows. */
function cutLog(state: ReplicaState, base: number): void {
  if (base <= state.logBase) return;
  const { log } = state;
  const kept: Entry[] = [];
  for (let op = base; op <= log.length; op++) kept[op - 1] = log[op - 1] as Entry; // no holes above the base
  state.log = kept;
  state.logBase = base;
}

import { checksum } from '../../process/codec.ts';
import { assert } from '../data/assert.ts';
import type { Entry } from '../data/entry.ts';
import type { HeldCheckpoint } from '../storage/checkpoint-format.ts';
import { joined, sectionOf } from '../storage/checkpoint-format.ts';
import { canChangeFile, changeFile } from '../storage/wal-writer.ts';
import { baseOf, checkpointNow, observeCheckpoint } from './checkpoint.ts';
import type { Ctx, Replica } from './group.ts';
import type { HalfMadeCheckpoint } from './state/checkpoint-state.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { CHECKPOINT_TIMER } from './timing.ts';

/** Pause between two slices of a checkpoint, in which messages and disk completions are handled. */
const SLICE_US = 200;

/** Checkpoints are taken at the same ops everywhere, so that their bytes can be compared. */
export const isCheckpointDue = (replica: Replica, op: number): boolean =>
  replica.config.checkpointOps > 0 && op % replica.config.checkpointOps === 0;

/**
 * Freezes the state after executing exactly `commit`. If the service copies on write, it goes on executing
 * while the frozen state is encoded slice by slice; then the checkpoint is written. Does nothing while
 * another one is being made or the other log file is in use: the next checkpoint will do.
 *
 * Whatever happens between freezing and writing, the checkpoint stays correct or is dropped:
 * 1. More is executed. That does not change the frozen state. The op of the checkpoint is committed, so no
 *    log can have another entry there; and the log is not cut before, so the base has all entries from that
 *    op on.
 * 2. A view change, or the log of a later view is installed. `installLog` never touches the executed prefix.
 *    The base names view, log_view and log as of when it is written. Whatever of these was not durable in the
 *    old file counts as durable with the base, no sooner. Until the superblock names the new file, a restart
 *    finds the old one with everything that was reported durable.
 * 3. A DoViewChange has been sent. It has its own copy of the log. Only entries up to the op of the
 *    checkpoint are cut; a new primary that lacks them fetches the checkpoint.
 * 4. A newer checkpoint arrives from another replica. Its op is above what is executed here, so this one is
 *    dropped (`restoreCheckpoint`). The other log file is still free.
 * 5. A crash. Nothing of the checkpoint is on the disk, and a restart does not resume it.
 * 6. Recovery. A recovering replica executes nothing, so nothing is frozen.
 * 7. A reconfiguration. Epoch and members are frozen too; entries that change them later are in the log of
 *    the base.
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

/** Encodes the next slice of the checkpoint in progress. */
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

/** Begins a log file with the checkpoint, and cuts the log below the oldest checkpoint that is kept. */
function write(
  replica: Replica,
  state: ReplicaState,
  { checkpoint, digest, sections, sum }: HalfMadeCheckpoint,
  ctx: Ctx,
): void {
  assert(checkpoint.op <= state.commit, 'the checkpoint is above what was executed');
  assert(checkpoint.op > (state.checkpoint?.op ?? 0), 'the checkpoint is not newer than the last one');
  const held: HeldCheckpoint = { op: checkpoint.op, bytes: joined(sections), sum };
  state.checkpoint = held;
  const { checkpointOps, checkpointsKept } = replica.config;
  cutLog(state, held.op - (checkpointsKept - 1) * checkpointOps);
  changeFile(state, baseOf(state, held), ctx);
  ctx.probe('checkpoint-taken');
  observeCheckpoint('checkpointed', held.op, sum, digest, ctx);
}

/**
 * Cuts the log below an op that a checkpoint stands for. The entry at that op stays, as the parent of the
 * next one.
 */
function cutLog(state: ReplicaState, base: number): void {
  if (base <= state.logBase) return;
  const { log } = state;
  assert(base <= state.commit, 'the log is cut above what was executed');
  const kept: Entry[] = [];
  for (let op = base; op <= log.length; op++) kept[op - 1] = log[op - 1] as Entry; // no holes above the base
  state.log = kept;
  state.logBase = base;
}

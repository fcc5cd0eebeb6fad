import { checksum, decode, encode } from '../process/codec.ts';
import type { ProcessId } from '../process/ids.ts';
import { assert } from './assert.ts';
import type { ClientId } from './entry.ts';
import type { Ctx, Replica } from './group.ts';
import { checksumAt } from './log.ts';
import type { Checkpointed } from './observations.ts';
import type { ClientRecord, ReplicaState } from './state.ts';
import { appendCheckpoint } from './wal-writer.ts';

/**
 * Everything that executing the log up to `op` has made, and what the log is up to there. The client table belongs to it: without,
 * a request that ran before would run again after a restore (E13).
 */
interface Checkpoint {
  /** Sorted by client, so that equal tables give equal bytes. */
  readonly clients: readonly (readonly [ClientId, ClientRecord])[];
  readonly config: readonly ProcessId[];
  readonly epoch: number;
  /** Checksum of the entry at `op`: it stands for the log below. */
  readonly head: number;
  readonly op: number;
  readonly service: unknown;
}

/** Checkpoints are taken at the same ops everywhere, so that their bytes can be compared. */
export const isCheckpointDue = (replica: Replica, op: number): boolean =>
  replica.config.checkpointOps > 0 && op % replica.config.checkpointOps === 0;

/** Writes the state after executing exactly `commit`: one record of the log on disk, there whole or not at all. */
export function takeCheckpoint(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (state.commit <= state.checkpointOp) return; // restarted: this one is on the disk
  ctx.point('before-checkpoint');
  const checkpoint = makeCheckpoint(replica, state);
  const bytes = encode(checkpoint);
  state.checkpointOp = checkpoint.op;
  appendCheckpoint(state, bytes, ctx);
  ctx.probe('checkpoint-taken');
  tell('checkpointed', replica, state, checkpoint.op, bytes, ctx);
}

/** The executed part of a starting replica becomes what the checkpoint says. The log is here already. */
export function restoreCheckpoint(replica: Replica, state: ReplicaState, bytes: Uint8Array, ctx: Ctx): void {
  const checkpoint = decode(bytes) as Checkpoint; // as makeCheckpoint made it, behind a checksum
  const { clients, head, op, service } = checkpoint;
  assert(head === checksumAt(state.log, op), 'checkpoint of another log');
  state.service = replica.service.restore(service);
  state.clientTable = new Map(clients);
  state.commit = op;
  state.commitMax = Math.max(state.commitMax, op);
  state.checkpointOp = op;
  ctx.probe('checkpoint-restored');
  tell('restored', replica, state, op, encode(makeCheckpoint(replica, state)), ctx);
}

function makeCheckpoint(replica: Replica, state: ReplicaState): Checkpoint {
  const { clientTable, commit, config, epoch, log, service } = state;
  return {
    clients: [...clientTable].sort(([a], [b]) => a - b),
    config,
    epoch,
    head: checksumAt(log, commit),
    op: commit,
    service: replica.service.capture(service),
  };
}

function tell(
  type: Checkpointed['type'],
  replica: Replica,
  state: ReplicaState,
  op: number,
  bytes: Uint8Array,
  ctx: Ctx,
): void {
  const told: Checkpointed = {
    type,
    op,
    bytesChecksum: checksum(bytes),
    digest: replica.service.digest(state.service),
  };
  ctx.observe(told);
}

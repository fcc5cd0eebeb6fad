import { checksum } from '../../process/codec.ts';
import { assert } from '../data/assert.ts';
import type { Checkpointed } from '../data/observations.ts';
import {
  type Checkpoint,
  type HeldCheckpoint,
  joined,
  partsOfCheckpoint,
  readCheckpoint,
  sectionOf,
} from '../storage/checkpoint-format.ts';
import type { Base } from '../storage/records.ts';
import { configToWrite } from '../storage/wal-writer.ts';
import type { Ctx, Replica } from './group.ts';
import { firstOf } from './log.ts';
import type { ReplicaState } from './state/replica-state.ts';

/** The checkpoint of the executed state, without the service. O(sessions): client records are immutable. */
export function checkpointNow({ clientTable, commit, log, membership }: ReplicaState): Checkpoint {
  const head = log[commit - 1];
  assert(head !== undefined, 'a checkpoint before anything was executed');
  const clients = [...clientTable].sort(([a], [b]) => a - b);
  return { clients, ...membership, head, op: commit };
}

/** First record of a new log file. It makes the other file unnecessary. */
export function baseOf(state: ReplicaState, { bytes, op }: HeldCheckpoint): Base {
  return {
    checkpoint: bytes,
    checkpointOp: op,
    config: configToWrite(state),
    entries: state.log.slice(firstOf(state) - 1),
    generations: state.generations,
    incarnation: state.incarnation,
    logView: state.logView,
    view: state.view,
  };
}

/** Replaces the executed state by that of a checkpoint. The log that goes with it is installed already. */
export function restoreCheckpoint(
  replica: Replica,
  state: ReplicaState,
  held: HeldCheckpoint,
  ctx: Ctx,
): void {
  const checkpoint = readCheckpoint(held.bytes, held.op);
  assert(checkpoint !== undefined, 'the checkpoint cannot be read');
  const { clients, config, epoch, head, op, since } = checkpoint;
  assert(state.log[op - 1]?.checksum === head.checksum, 'the checkpoint is of another log');
  assert(op >= state.commit, 'the checkpoint is below what was executed');
  const parts = partsOfCheckpoint(held.bytes);
  state.service = replica.service.restore(replica.service.freeze === undefined ? parts[0] : parts);
  state.clientTable = new Map(clients);
  state.membership = { epoch, config, since };
  state.commit = op;
  state.commitMax = Math.max(state.commitMax, op);
  state.checkpoint = held;
  state.making = null; // it is of an earlier op
  ctx.probe('checkpoint-restored');
  observeCheckpoint(
    'restored',
    op,
    checksum(bytesNow(replica, state)),
    replica.service.digest(state.service),
    ctx,
  );
}

/** Bytes of a checkpoint of the current state. */
function bytesNow({ service }: Replica, state: ReplicaState): Uint8Array {
  const captured = service.capture(state.service);
  const parts = service.freeze === undefined ? [captured] : (captured as unknown[]); // a service with parts captures an array of them
  return joined([sectionOf(checkpointNow(state)), ...parts.map(sectionOf)]);
}

/** Reports a checkpoint to the checkers. */
export function observeCheckpoint(
  type: Checkpointed['type'],
  op: number,
  bytesChecksum: number,
  digest: number,
  ctx: Ctx,
): void {
  const told: Checkpointed = { type, op, bytesChecksum, digest };
  ctx.observe(told);
}

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

/** All of it but the state of the service, as of now. O(sessions): what the records hold never changes. */
export function checkpointNow({ clientTable, commit, log, membership }: ReplicaState): Checkpoint {
  const head = log[commit - 1];
  assert(head !== undefined, 'nothing was executed');
  const clients = [...clientTable].sort(([a], [b]) => a - b);
  return { clients, ...membership, head, op: commit };
}

/** What a log file begins with, so that nothing of the other one is needed. */
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

/** The executed part becomes what a checkpoint says. The log is here already, or follows. */
export function restoreCheckpoint(
  replica: Replica,
  state: ReplicaState,
  held: HeldCheckpoint,
  ctx: Ctx,
): void {
  const checkpoint = readCheckpoint(held.bytes, held.op);
  assert(checkpoint !== undefined, 'not a checkpoint');
  const { clients, config, epoch, head, op, since } = checkpoint;
  assert(state.log[op - 1]?.checksum === head.checksum, 'checkpoint of another log');
  assert(op >= state.commit, 'a checkpoint would take back what was executed');
  const parts = partsOfCheckpoint(held.bytes);
  state.service = replica.service.restore(replica.service.freeze === undefined ? parts[0] : parts);
  state.clientTable = new Map(clients);
  state.membership = { epoch, config, since };
  state.commit = op;
  state.commitMax = Math.max(state.commitMax, op);
  state.checkpoint = held;
  state.making = null; // of an earlier op
  ctx.probe('checkpoint-restored');
  tell('restored', op, checksum(bytesNow(replica, state)), replica.service.digest(state.service), ctx);
}

/** What a checkpoint taken now would be. */
function bytesNow({ service }: Replica, state: ReplicaState): Uint8Array {
  const captured = service.capture(state.service);
  const parts = service.freeze === undefined ? [captured] : (captured as unknown[]); // that of all its parts is an array
  return joined([sectionOf(checkpointNow(state)), ...parts.map(sectionOf)]);
}

/** For those who compare them. */
export function tell(
  type: Checkpointed['type'],
  op: number,
  bytesChecksum: number,
  digest: number,
  ctx: Ctx,
): void {
  const told: Checkpointed = { type, op, bytesChecksum, digest };
  ctx.observe(told);
}

import { checksum, decode, encode } from '../process/codec.ts';
import type { ProcessId } from '../process/ids.ts';
import { assert } from './assert.ts';
import { type ClientId, type Entry, isIntact } from './entry.ts';
import type { Ctx, Replica } from './group.ts';
import { firstOf } from './log.ts';
import type { Checkpointed } from './observations.ts';
import type { ClientRecord, HeldCheckpoint, ReplicaState } from './state.ts';
import type { Base } from './wal.ts';
import { canChangeFile, changeFile, configToWrite } from './wal-writer.ts';

/**
 * Everything that executing the log up to `op` has made, and what the log is up to there. The client table belongs to it: without,
 * a request that ran before would run again after a restore (E13).
 */
export interface Checkpoint {
  /** Sorted by client, so that equal tables give equal bytes. */
  readonly clients: readonly (readonly [ClientId, ClientRecord])[];
  readonly config: readonly ProcessId[];
  readonly epoch: number;
  /** The op that began the epoch. */
  readonly since: number;
  /** The entry at `op`: its checksum stands for the log below. */
  readonly head: Entry;
  readonly op: number;
  readonly service: unknown;
}

/** Checkpoints are taken at the same ops everywhere, so that their bytes can be compared. */
export const isCheckpointDue = (replica: Replica, op: number): boolean =>
  replica.config.checkpointOps > 0 && op % replica.config.checkpointOps === 0;

/**
 * Writes the state after executing exactly `commit`, and begins a log file with it: what is below the oldest checkpoint that is to
 * be kept is in neither file soon. When the other file cannot be begun yet, the next checkpoint will do.
 */
export function takeCheckpoint(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (state.commit <= (state.checkpoint?.op ?? 0) || !canChangeFile(state)) return;
  ctx.point('before-checkpoint');
  const held: HeldCheckpoint = { op: state.commit, bytes: encode(makeCheckpoint(replica, state)) };
  state.checkpoint = held;
  const { checkpointOps, checkpointsKept } = replica.config;
  cutLog(state, held.op - (checkpointsKept - 1) * checkpointOps);
  changeFile(state, baseOf(state, held), ctx);
  ctx.probe('checkpoint-taken');
  tell('checkpointed', replica, state, held, ctx);
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

/** What the bytes of a checkpoint say, if that is a checkpoint of `op`. They come from our own disk, or have the checksum that was named. */
export function readCheckpoint(bytes: Uint8Array, op: number): Checkpoint | undefined {
  const checkpoint = decode(bytes) as Checkpoint; // as makeCheckpoint made it
  return checkpoint.op === op && checkpoint.head.op === op && isIntact(checkpoint.head)
    ? checkpoint
    : undefined;
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
  const { clients, config, epoch, head, op, service, since } = checkpoint;
  assert(state.log[op - 1]?.checksum === head.checksum, 'checkpoint of another log');
  assert(op >= state.commit, 'a checkpoint would take back what was executed');
  state.service = replica.service.restore(service);
  state.clientTable = new Map(clients);
  state.membership = { epoch, config, since };
  state.commit = op;
  state.commitMax = Math.max(state.commitMax, op);
  state.checkpoint = held;
  ctx.probe('checkpoint-restored');
  tell('restored', replica, state, { op, bytes: encode(makeCheckpoint(replica, state)) }, ctx);
}

function makeCheckpoint(replica: Replica, state: ReplicaState): Checkpoint {
  const { clientTable, commit, log, membership, service } = state;
  const { config, epoch, since } = membership;
  const head = log[commit - 1];
  assert(head !== undefined, 'nothing was executed');
  return {
    clients: [...clientTable].sort(([a], [b]) => a - b),
    config,
    epoch,
    head,
    op: commit,
    service: replica.service.capture(service),
    since,
  };
}

function tell(
  type: Checkpointed['type'],
  replica: Replica,
  state: ReplicaState,
  { bytes, op }: HeldCheckpoint,
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

import { allocate, checksum, decode, encode, getWord, putWord } from '../process/codec.ts';
import type { ProcessId } from '../process/ids.ts';
import { assert } from './assert.ts';
import { type ClientId, type Entry, isIntact } from './entry.ts';
import type { Ctx, Replica } from './group.ts';
import { firstOf } from './log.ts';
import type { Checkpointed } from './observations.ts';
import type { ClientRecord, HeldCheckpoint, ReplicaState } from './state.ts';
import type { Base } from './wal.ts';
import { configToWrite } from './wal-writer.ts';

/**
 * Everything that executing the log up to `op` has made but the state of the service, and what the log is up to there. The client table belongs to it: without,
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
}

/** All of it but the state of the service, as of now. O(sessions): what the records hold never changes. */
export function checkpointNow({ clientTable, commit, log, membership }: ReplicaState): Checkpoint {
  const head = log[commit - 1];
  assert(head !== undefined, 'nothing was executed');
  const clients = [...clientTable].sort(([a], [b]) => a - b);
  return { clients, ...membership, head, op: commit };
}

/**
 * A checkpoint in bytes is one section after the other: the checkpoint, then the parts of the service. A section is a value,
 * encoded, behind the length of that.
 */
export function sectionOf(value: unknown): Uint8Array {
  // Of small states most parts are empty, and calling the encoder is what takes time.
  if (Array.isArray(value) && value.length === 0) return EMPTY;
  return behindLength(encode(value));
}

function behindLength(body: Uint8Array): Uint8Array {
  const section = allocate(4 + body.length);
  putWord(section, 0, body.length);
  section.set(body, 4);
  return section;
}

const EMPTY = behindLength(encode([]));

/** All sections as one. */
export function joined(sections: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const section of sections) length += section.length;
  const bytes = allocate(length);
  let at = 0;
  for (const section of sections) {
    bytes.set(section, at);
    at += section.length;
  }
  return bytes;
}

/** What the section at an offset has behind its length. */
const sectionAt = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.subarray(at + 4, at + 4 + getWord(bytes, at));

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
  const checkpoint = decode(sectionAt(bytes, 0)) as Checkpoint; // as `checkpointNow` made it
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
  const { clients, config, epoch, head, op, since } = checkpoint;
  assert(state.log[op - 1]?.checksum === head.checksum, 'checkpoint of another log');
  assert(op >= state.commit, 'a checkpoint would take back what was executed');
  const parts = partsOf(held.bytes);
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

/** The parts of the service in a checkpoint, captured. */
function partsOf(bytes: Uint8Array): unknown[] {
  const parts: unknown[] = [];
  let at = 4 + getWord(bytes, 0);
  while (at < bytes.length) {
    const section = sectionAt(bytes, at);
    parts.push(decode(section));
    at += 4 + section.length;
  }
  return parts;
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

import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import type { ReadRefused, ReadReply, ReadRequest } from '../data/client-messages.ts';
import type { Confirm } from '../data/messages.ts';
import { type Ctx, isNormalPrimary, quorum, type Replica } from './group.ts';
import { leaseLeftUs, noteRound } from './lease.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { armResend } from './timing.ts';

/**
 * A read that does not go through the log. Other operations are refused: they would be executed here only.
 */
export function onReadRequest(
  replica: Replica,
  state: ReplicaState,
  from: ProcessId,
  request: ReadRequest,
  ctx: Ctx,
): void {
  if (!replica.service.isRead(request.body)) {
    refuse(state, from, request, 'not-a-read', ctx);
  } else if (request.mode === 'stale') {
    readStale(replica, state, from, request, ctx);
  } else if (isNormalPrimary(state) && !state.timing.abdicated) {
    readStrong(replica, state, from, request, ctx);
  }
}

/**
 * Served in any status: what is executed here is committed, and stays so. The answer names its op. The token
 * keeps a client from going back behind what it has seen: it reads its own writes, and never an older state
 * from another replica.
 */
function readStale(
  replica: Replica,
  state: ReplicaState,
  from: ProcessId,
  request: ReadRequest,
  ctx: Ctx,
): void {
  if (state.commit < request.notBefore) {
    ctx.probe('read-refused-below-token');
    refuse(state, from, request, 'below-token', ctx);
    return;
  }
  if (!isNormalPrimary(state)) ctx.probe('stale-read-served');
  answer(replica, state, from, request, ctx);
}

/**
 * The primary may have been deposed without knowing it. It answers when
 * 1. a quorum has confirmed that it follows this view, in answer to a question sent after the read came:
 *    until then no later view had started, so nobody else had committed anything that the reader could know
 *    of (V15); or it has a lease; and
 * 2. it has executed the log that its view started with: its predecessor may have replied for all of that
 *    (E23).
 */
function readStrong(
  replica: Replica,
  state: ReplicaState,
  from: ProcessId,
  request: ReadRequest,
  ctx: Ctx,
): void {
  assert(isNormalPrimary(state), 'a strong read at another replica than the primary');
  const { waiting } = state.reads;
  if (request.mode === 'lease' && readByLease(replica, state, from, request, ctx)) return;
  const before = waiting.get(request.client);
  if (before === undefined && waiting.size >= replica.config.sessionsMax) {
    refuse(state, from, request, 'busy', ctx);
    return;
  }
  if (before !== undefined && before.request.read >= request.read) return; // a retry; the answer is on its way
  sendConfirms(replica, state, ctx);
  waiting.set(request.client, { from, request, round: state.reads.round });
  answerReads(replica, state, ctx); // a group of one asks nobody
  if (waiting.size > 0) armResend(replica, state, ctx);
}

/** Answers at once if there is a lease. The lease is renewed when half of it is over. */
function readByLease(
  replica: Replica,
  state: ReplicaState,
  from: ProcessId,
  request: ReadRequest,
  ctx: Ctx,
): boolean {
  const leftUs = leaseLeftUs(replica, state, ctx);
  if (leftUs <= 0) {
    if (state.lease.stoodStill) ctx.probe('lease-expired-under-pause');
    return false;
  }
  if (state.commit < state.viewStartOp) return false;
  ctx.probe('lease-read');
  answer(replica, state, from, request, ctx);
  if (2 * leftUs < replica.config.leaseUs) sendConfirms(replica, state, ctx);
  return true;
}

/** Starts a new round. */
export function sendConfirms(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  state.reads.round += 1;
  noteRound(state, ctx);
  for (const to of state.config) {
    if (to === state.self) continue;
    const message: Confirm = {
      cluster: replica.config.cluster,
      epoch: state.epoch,
      from: state.self,
      round: state.reads.round,
      to,
      type: 'Confirm',
      view: state.view,
    };
    ctx.send(to, message);
  }
}

/** Answers the reads whose round is confirmed. */
export function answerReads(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { waiting } = state.reads;
  if (waiting.size === 0 || state.commit < state.viewStartOp) return;
  for (const [client, { from, request, round }] of waiting) {
    if (!isConfirmed(state, round)) continue;
    waiting.delete(client);
    ctx.probe('quorum-read');
    answer(replica, state, from, request, ctx);
  }
}

function isConfirmed(state: ReplicaState, round: number): boolean {
  let followers = 1;
  for (const confirmed of state.reads.confirmed) if (confirmed >= round) followers++;
  return followers >= quorum(state);
}

function answer(
  replica: Replica,
  state: ReplicaState,
  to: ProcessId,
  { body, client, mode, read }: ReadRequest,
  ctx: Ctx,
): void {
  const reply: ReadReply = {
    client,
    mode,
    op: state.commit,
    read,
    result: replica.service.execute(state.service, body),
    type: 'ReadReply',
    view: state.view,
  };
  ctx.send(to, reply);
}

function refuse(
  state: ReplicaState,
  to: ProcessId,
  { client, read }: ReadRequest,
  reason: ReadRefused['reason'],
  ctx: Ctx,
): void {
  const refused: ReadRefused = { client, op: state.commit, read, reason, type: 'ReadRefused' };
  ctx.send(to, refused);
}

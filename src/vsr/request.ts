import type { ProcessId } from '../process/ids.ts';
import { alreadyRan } from './client-table.ts';
import { sendEviction, sendReply } from './commit.ts';
import { type Ctx, isNormalPrimary, type Replica } from './group.ts';
import type { Request } from './messages.ts';
import { predictAndPrepare } from './predictions.ts';
import { enqueue } from './queue.ts';
import type { ReplicaState } from './state.ts';

/**
 * A client asks. Only the normal primary listens: a client that gets no answer asks all replicas.
 * Every request that the log may hold already is found, executed (client table) or not (in-flight index): a request is
 * prepared once per log.
 */
export function onRequest(
  replica: Replica,
  state: ReplicaState,
  from: ProcessId,
  request: Request,
  ctx: Ctx,
): void {
  if (!isNormalPrimary(state) || state.timing.abdicated) return;
  const inFlight = state.inFlight.get(request.client);
  if (inFlight !== undefined) {
    // its own retry, or an earlier request whose client has given up: the answer comes when it is executed
    if (state.log[inFlight - 1]?.request === request.request) {
      ctx.probe('duplicate-request-suppressed');
      state.addresses.set(request.client, from);
    }
    return;
  }
  if (state.predicting.has(request.client)) {
    ctx.probe('duplicate-request-suppressed');
    state.addresses.set(request.client, from);
    return;
  }
  const record = state.clientTable.get(request.client);
  if (record !== undefined && (request.kind === 'register' || record.session === request.session)) {
    if (alreadyRan(record, request.request)) {
      ctx.probe('duplicate-request-suppressed');
      if (request.request === record.request) sendReply(state, from, request.client, record, ctx);
      return;
    }
  } else if (request.kind === 'operation') {
    rejectSession(state, from, request, ctx);
    return;
  }
  if (isPipelineFull(replica, state)) {
    enqueue(replica, state, from, request, ctx);
    return;
  }
  state.addresses.set(request.client, from);
  predictAndPrepare(replica, state, request, ctx);
}

const isPipelineFull = (replica: Replica, state: ReplicaState): boolean =>
  state.log.length + state.predicting.size - state.commitMax >= replica.config.pipelineMax;

/** The pipeline may have room again: takes what has waited longest. Each request is judged anew. */
export function admitQueued(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  for (const [client, { from, request }] of state.queued) {
    if (isPipelineFull(replica, state)) return;
    state.queued.delete(client);
    onRequest(replica, state, from, request, ctx);
  }
}

/**
 * The session is not in the client table. That proves that it is gone only if this primary has executed all that was
 * in the log when its view started; and a session that opens above what is executed here belongs to a view that this
 * primary does not know of (E22). The client ignores what a primary of an older view says.
 */
function rejectSession(state: ReplicaState, from: ProcessId, request: Request, ctx: Ctx): void {
  if (state.commit < state.viewStartOp || request.session > state.commit) return;
  sendEviction(state, from, request.client, request.session, ctx);
}

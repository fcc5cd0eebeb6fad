import type { ProcessId } from '../../process/ids.ts';
import type { Request } from '../data/client-messages.ts';
import { type Entry, partsOf } from '../data/entry.ts';
import { alreadyRan } from './client-table.ts';
import { sendEviction, sendReply } from './commit.ts';
import { type Ctx, isNormalPrimary, type Replica } from './group.ts';
import { asksBackups, predictAndPrepare } from './predictions.ts';
import { closesEpoch } from './prepare.ts';
import { enqueue } from './queue.ts';
import type { ReplicaState } from './state/replica-state.ts';

/** Prepares a client's request, or queues it. */
export function onRequest(
  replica: Replica,
  state: ReplicaState,
  from: ProcessId,
  request: Request,
  ctx: Ctx,
): void {
  if (!shouldPrepare(state, from, request, ctx)) return;
  if (isPipelineFull(replica, state)) {
    enqueue(replica, state, from, request, ctx);
    return;
  }
  state.addresses.set(request.client, from);
  predictAndPrepare(replica, state, [request], ctx);
}

/**
 * Whether the request is to be prepared. Only the normal primary handles requests: a client that gets no
 * answer asks all replicas. A request that may be in the log already is found there, executed (client table)
 * or not (in-flight index), so it is prepared once per log.
 */
function shouldPrepare(state: ReplicaState, from: ProcessId, request: Request, ctx: Ctx): boolean {
  if (!isNormalPrimary(state) || state.timing.abdicated) return false;
  const inFlight = state.inFlight.get(request.client);
  if (inFlight !== undefined) {
    // a retry, or the client has given up an earlier request: it is answered when the entry is executed
    if (isRequestOf(state.log[inFlight - 1], request)) {
      ctx.probe('duplicate-request-suppressed');
      state.addresses.set(request.client, from);
    }
    return false;
  }
  if (state.predicting.has(request.client)) {
    ctx.probe('duplicate-request-suppressed');
    state.addresses.set(request.client, from);
    return false;
  }
  const record = state.clientTable.get(request.client);
  if (record !== undefined && (request.kind === 'register' || record.session === request.session)) {
    if (alreadyRan(record, request.request)) {
      ctx.probe('duplicate-request-suppressed');
      if (request.request === record.request) sendReply(state, from, request.client, record, ctx);
      return false;
    }
  } else if (request.kind !== 'register') {
    rejectSession(state, from, request, ctx);
    return false;
  }
  return true;
}

const isRequestOf = (entry: Entry | undefined, { client, request }: Request): boolean =>
  entry !== undefined && partsOf(entry).some((part) => part.client === client && part.request === request);

const isPipelineFull = (replica: Replica, state: ReplicaState): boolean =>
  state.log.length + state.predicting.size - state.commitMax >= replica.config.pipelineMax ||
  closesEpoch(state);

/** Prepares queued requests while the pipeline has room. Operations that waited together share an entry. */
export function admitQueued(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  while (state.queued.size > 0 && !isPipelineFull(replica, state)) {
    predictAndPrepare(replica, state, takeBatch(replica, state, ctx), ctx);
  }
}

/**
 * The first queued request, and operations that can share its entry. Each is looked up again. Sessions are
 * opened one at a time, since a session is identified by its op; operations that need predictions of backups
 * go alone.
 */
function takeBatch(replica: Replica, state: ReplicaState, ctx: Ctx): Request[] {
  const { batchMax } = replica.config;
  const together = !(replica.service.predict !== undefined && asksBackups(replica, state));
  const batch: Request[] = [];
  for (const [client, { from, request }] of state.queued) {
    const goesAlone = request.kind !== 'operation' || !together;
    if (goesAlone && batch.length > 0) continue;
    state.queued.delete(client);
    if (!shouldPrepare(state, from, request, ctx)) continue;
    state.addresses.set(client, from);
    batch.push(request);
    if (goesAlone || batch.length >= batchMax) break;
  }
  if (batch.length > 1) ctx.probe('batch');
  return batch;
}

/**
 * The session is not in the client table. It is evicted only if this primary has executed everything in the
 * log that its view started with, and if the session does not open above what is executed here: then it
 * belongs to a view that this primary does not know of (E22). Clients ignore primaries of older views.
 */
function rejectSession(state: ReplicaState, from: ProcessId, request: Request, ctx: Ctx): void {
  if (state.commit < state.viewStartOp || request.session > state.commit) return;
  sendEviction(state, from, request.client, request.session, ctx);
}

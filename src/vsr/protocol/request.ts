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

/** A client asks: the request is prepared, or waits for its turn. */
export function onRequest(
  replica: Replica,
  state: ReplicaState,
  from: ProcessId,
  request: Request,
  ctx: Ctx,
): void {
  if (!isNew(state, from, request, ctx)) return;
  if (isPipelineFull(replica, state)) {
    enqueue(replica, state, from, request, ctx);
    return;
  }
  state.addresses.set(request.client, from);
  predictAndPrepare(replica, state, [request], ctx);
}

/**
 * Whether the request is to be prepared. Only the normal primary listens: a client that gets no answer asks all replicas.
 * Every request that the log may hold already is found, executed (client table) or not (in-flight index): a request is
 * prepared once per log.
 */
function isNew(state: ReplicaState, from: ProcessId, request: Request, ctx: Ctx): boolean {
  if (!isNormalPrimary(state) || state.timing.abdicated) return false;
  const inFlight = state.inFlight.get(request.client);
  if (inFlight !== undefined) {
    // its own retry, or an earlier request whose client has given up: the answer comes when it is executed
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

/** The pipeline may have room again: takes what has waited longest. What waited together is prepared together. */
export function admitQueued(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  while (state.queued.size > 0 && !isPipelineFull(replica, state)) {
    predictAndPrepare(replica, state, takeBatch(replica, state, ctx), ctx);
  }
}

/**
 * The first request that waits, and others that can go with it: operations that nobody else has to be asked about. Each is
 * judged anew. Sessions are opened one at a time: a session is named by its op.
 */
function takeBatch(replica: Replica, state: ReplicaState, ctx: Ctx): Request[] {
  const { batchMax } = replica.config;
  const together = !(replica.service.predict !== undefined && asksBackups(replica, state));
  const batch: Request[] = [];
  for (const [client, { from, request }] of state.queued) {
    const goesAlone = request.kind !== 'operation' || !together;
    if (goesAlone && batch.length > 0) continue;
    state.queued.delete(client);
    if (!isNew(state, from, request, ctx)) continue;
    state.addresses.set(client, from);
    batch.push(request);
    if (goesAlone || batch.length >= batchMax) break;
  }
  if (batch.length > 1) ctx.probe('batch');
  return batch;
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

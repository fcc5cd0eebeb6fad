import type { ProcessId } from '../../process/ids.ts';
import type { Busy, Request } from '../data/client-messages.ts';
import type { Ctx, Replica } from './group.ts';
import type { ReplicaState } from './state/replica-state.ts';

/** The pipeline is full: queues the request, or refuses it with Busy. */
export function enqueue(
  replica: Replica,
  state: ReplicaState,
  from: ProcessId,
  request: Request,
  ctx: Ctx,
): void {
  const { queued } = state;
  const before = queued.get(request.client);
  if (before === undefined && queued.size >= replica.config.queueMax) {
    sendBusy(state, from, request, ctx);
    return;
  }
  const isSame = before?.request.request === request.request;
  queued.set(request.client, { from, request, sinceUs: isSame ? before.sinceUs : ctx.now() });
}

/**
 * Refuses requests that have waited for too long: nothing commits here, or too slowly. Their clients would
 * otherwise wait for a primary that may be deposed without knowing it.
 */
export function shedQueued(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { queued } = state;
  if (queued.size === 0) return;
  const now = ctx.now();
  for (const [client, { from, request, sinceUs }] of queued) {
    if (now - sinceUs < replica.config.queueUs) continue;
    queued.delete(client);
    ctx.probe('queued-request-shed');
    sendBusy(state, from, request, ctx);
  }
}

function sendBusy(state: ReplicaState, to: ProcessId, { client, request, session }: Request, ctx: Ctx): void {
  ctx.probe('busy');
  const busy: Busy = { client, request, session, type: 'Busy', view: state.view };
  ctx.send(to, busy);
}

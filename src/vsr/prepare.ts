import { makeEntry } from './entry.ts';
import type { Ctx, Replica } from './group.ts';
import { appendToLog, checksumAt } from './log.ts';
import type { Request } from './messages.ts';
import { sendPrepare } from './normal-case.ts';
import type { ReplicaState } from './state.ts';
import { armResend } from './timing.ts';

/** Gives the request the next op number, starts its way to the own disk and to the backups. */
export function prepare(
  replica: Replica,
  state: ReplicaState,
  request: Request,
  predicted: unknown,
  ctx: Ctx,
): void {
  const op = state.log.length + 1;
  const entry = makeEntry({
    body: request.body,
    client: request.client,
    epoch: state.epoch,
    kind: request.kind,
    op,
    parent: checksumAt(state.log, op - 1),
    predicted,
    request: request.request,
    session: request.session,
    view: state.view,
  });
  const now = ctx.now();
  if (op - 1 === state.commitMax) state.timing.progressUs = now;
  state.timing.sentUs = now;
  appendToLog(state, entry, ctx);
  state.inFlight.set(request.client, op);
  for (const to of state.config) if (to !== state.self) sendPrepare(replica, state, to, entry, ctx);
  armResend(replica, state, ctx);
}

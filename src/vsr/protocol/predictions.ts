import type { ProcessId } from '../../process/ids.ts';
import type { Request } from '../data/client-messages.ts';
import type { ClientId, Part } from '../data/entry.ts';
import type { Predict, Prediction } from '../data/messages.ts';
import { type Ctx, isDurablyNormal, isNormalPrimary, primaryOf, type Replica } from './group.ts';
import { closesEpoch, partOf, prepare } from './prepare.ts';
import type { ReplicaState } from './state/replica-state.ts';
import type { Predicting } from './state/request-state.ts';
import { armResend } from './timing.ts';

/**
 * Fixes the predicted values of operations (time, random numbers), and prepares them. If each replica used
 * its own values when executing, their states would differ (V12).
 */
export function predictAndPrepare(
  replica: Replica,
  state: ReplicaState,
  requests: readonly Request[],
  ctx: Ctx,
): void {
  const parts: Part[] = [];
  for (const request of requests) {
    const own = request.kind === 'operation' ? predict(replica, request.body, ctx) : null;
    if (own === null || !asksBackups(replica, state)) parts.push(partOf(request, own));
    else askForPredictions(replica, state, request, own, ctx);
  }
  prepare(replica, state, parts, ctx);
}

/** Whether backups are asked for predictions. Requests that need one then go one by one. */
export const asksBackups = ({ config }: Replica, state: ReplicaState): boolean =>
  config.predictions === 'merged' && backupsAsked(state) > 0;

function askForPredictions(
  replica: Replica,
  state: ReplicaState,
  request: Request,
  own: unknown,
  ctx: Ctx,
): void {
  const backups = backupsAsked(state);
  state.predicting.set(request.client, { request, predictions: new Map([[state.self, own]]) });
  const { config, self } = state;
  const position = config.indexOf(self);
  for (let i = 1; i <= backups; i++) {
    const to = config[(position + i) % config.length];
    if (to !== undefined) sendPredict(replica, state, to, request, ctx);
  }
  armResend(replica, state, ctx);
}

const predict = (replica: Replica, body: unknown, ctx: Ctx): unknown =>
  replica.service.predict?.(body, ctx) ?? null;

/** f: together with the primary, more than can be faulty. */
const backupsAsked = (state: ReplicaState): number => (state.config.length - 1) >> 1;

function sendPredict(
  replica: Replica,
  state: ReplicaState,
  to: ProcessId,
  { body, client, request, session }: Request,
  ctx: Ctx,
): void {
  const message: Predict = {
    body,
    client,
    cluster: replica.config.cluster,
    epoch: state.epoch,
    from: state.self,
    request,
    session,
    to,
    type: 'Predict',
    view: state.view,
  };
  ctx.send(to, message);
}

/** Asks all backups again: those asked first may be down. */
export function resendPredicts(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  for (const { request, predictions } of state.predicting.values()) {
    for (const to of state.config) if (!predictions.has(to)) sendPredict(replica, state, to, request, ctx);
  }
}

/** A backup of the same view sends its own prediction, and remembers nothing. */
export function onPredict(replica: Replica, state: ReplicaState, message: Predict, ctx: Ctx): void {
  const { body, client, from, request, session, view } = message;
  if (view !== state.view || from !== primaryOf(state, view) || !isDurablyNormal(state)) return;
  const answer: Prediction = {
    client,
    cluster: replica.config.cluster,
    epoch: state.epoch,
    from: state.self,
    predicted: predict(replica, body, ctx),
    request,
    session,
    to: from,
    type: 'Prediction',
    view,
  };
  ctx.send(from, answer);
}

/** With f predictions besides its own the primary prepares the request. */
export function onPrediction(replica: Replica, state: ReplicaState, message: Prediction, ctx: Ctx): void {
  const { client, from, predicted, view } = message;
  if (view !== state.view || !isNormalPrimary(state) || state.timing.abdicated) return;
  const waiting = state.predicting.get(client);
  if (waiting === undefined || !isFor(waiting, message)) return;
  waiting.predictions.set(from, predicted);
  if (waiting.predictions.size > backupsAsked(state)) prepareMerged(replica, state, client, waiting, ctx);
}

const isFor = ({ request }: Predicting, message: Prediction): boolean =>
  request.request === message.request && request.session === message.session;

/** Merges in the order of replicas, not of arrival: the result depends only on who was asked. */
function prepareMerged(
  replica: Replica,
  state: ReplicaState,
  client: ClientId,
  { request, predictions }: Predicting,
  ctx: Ctx,
): void {
  state.predicting.delete(client);
  const inOrder = [...predictions].sort(([a], [b]) => a - b).map(([, predicted]) => predicted);
  if (closesEpoch(state)) return; // the client retries, with whoever is primary then
  ctx.probe('predictions-merged');
  prepare(replica, state, [partOf(request, replica.service.merge(inOrder))], ctx);
}

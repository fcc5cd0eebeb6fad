import type { ProcessId } from '../../process/ids.ts';
import type { ClientProcess } from '../../process/process.ts';
import type { Busy, Eviction, NewEpoch, Reply, Request } from '../data/client-messages.ts';
import type { ReconfigurationResult } from '../data/client-record.ts';
import type { VsrClientConfig } from '../data/config.ts';
import type { RequestKind } from '../data/entry.ts';
import { firstViewOf, primaryIn, type Reconfiguration } from '../data/epochs.ts';
import type { Message } from '../data/messages.ts';
import {
  armRetry,
  type ClientState,
  type ClientCtx as Ctx,
  endOperation,
  GIVE_UP_TIMER,
  type PendingOperation,
} from './operation.ts';
import { onReadRefused, onReadReply, retryRead, startRead } from './reads.ts';

const HALF_ID_BOUND = 1 << 24;

/** A client of a VSR group. It opens a session by itself and has one request out at a time. */
export function createClient<Operation = unknown, Result = unknown>(
  config: VsrClientConfig,
): ClientProcess<ClientState, Message, Operation, Result> {
  return {
    init: (self) => ({
      self,
      client: 0,
      session: 0,
      request: 0,
      read: 0,
      token: 0,
      epoch: 0,
      members: config.members,
      view: 0,
      operation: null,
      retryUs: 0,
    }),
    start: (state, ctx) => becomeNewClient(state, ctx),
    invoke: (state, operation, ctx) => onInvoke(config, state, operation, ctx),
    message(state, _from, message, ctx) {
      switch (message.type) {
        case 'Reply':
          onReply(config, state, message, ctx);
          break;
        case 'Eviction':
          onEviction(state, message, ctx);
          break;
        case 'Busy':
          onBusy(state, message, ctx);
          break;
        case 'ReadReply':
          onReadReply(state, message, ctx);
          break;
        case 'ReadRefused':
          onReadRefused(state, message, ctx);
          break;
        case 'NewEpoch':
          onNewEpoch(config, state, message, ctx);
          break;
      }
    },
    timer: (state, timer, ctx) => onTimer(config, state, timer, ctx),
    disk() {},
  };
}

/**
 * Never a second session under one id: the reply to a late Register of the first would be taken for that of
 * the second (E22).
 */
function becomeNewClient<Result>(state: ClientState, ctx: Ctx<Result>): void {
  state.client = ctx.random(HALF_ID_BOUND) * HALF_ID_BOUND + ctx.random(HALF_ID_BOUND);
  state.session = 0;
  state.request = 0;
}

function onInvoke<Result>(
  config: VsrClientConfig,
  state: ClientState,
  body: unknown,
  ctx: Ctx<Result>,
): void {
  if (state.operation !== null) throw new Error('vsr client: an operation is in progress');
  const members = config.membersOf?.(body);
  const mode = members === undefined ? (config.modeOf?.(body) ?? 'log') : 'log';
  const asked: Reconfiguration | undefined = members && { epoch: state.epoch, config: members };
  state.operation = {
    body: asked ?? body,
    kind: asked === undefined ? 'operation' : 'reconfiguration',
    mode,
    invokedUs: ctx.now(),
    notBefore: config.notBeforeOf?.(body) ?? 0,
    sent: false,
    busy: 'no',
    replica: 0,
    refused: 0,
  };
  if (config.giveUpUs > 0) ctx.setTimer(GIVE_UP_TIMER, config.giveUpUs);
  if (mode !== 'log') {
    startRead(config, state, ctx);
    return;
  }
  if (state.session > 0) state.request += 1;
  ask(config, state, ctx);
}

/** Sends the next request to the primary that the client believes in. */
function ask<Result>(config: VsrClientConfig, state: ClientState, ctx: Ctx<Result>): void {
  state.retryUs = config.retryUs;
  sendToPrimary(state, ctx);
  armRetry(state, ctx);
}

function sendToPrimary<Result>(state: ClientState, ctx: Ctx<Result>): void {
  sendRequest(state, primaryIn(state.members, state.view), ctx);
}

function sendRequest<Result>(state: ClientState, to: ProcessId, ctx: Ctx<Result>): void {
  const { operation } = state;
  if (operation === null) return;
  const kind: RequestKind = state.session === 0 ? 'register' : operation.kind;
  if (kind !== 'register') operation.sent = true;
  const request: Request = {
    body: kind === 'register' ? null : operation.body,
    client: state.client,
    epoch: state.epoch,
    kind,
    request: state.request,
    session: state.session,
    type: 'Request',
  };
  ctx.send(to, request);
}

/**
 * Only a reply to the current request counts: not one to another client (C06) or to an earlier request (C03).
 */
function onReply<Result>(config: VsrClientConfig, state: ClientState, reply: Reply, ctx: Ctx<Result>): void {
  if (reply.client !== state.client || reply.request !== state.request) return;
  if (state.session !== 0 && reply.session !== state.session) return;
  if (state.operation === null || state.operation.mode !== 'log') return;
  if (reply.view > state.view) state.view = reply.view;
  if (reply.op > state.token) state.token = reply.op;
  if (state.session === 0) {
    state.session = reply.session;
    state.request = 1;
    ask(config, state, ctx);
    return;
  }
  if (state.operation.kind === 'reconfiguration') adoptNewGroup(state, state.operation, reply);
  endOperation(state, ctx);
  ctx.complete({ type: 'ok', result: reply.result as Result }); // what the service returned for the operation
}

/** The group is now the one that this client asked for, so nobody has to tell it. */
function adoptNewGroup(state: ClientState, { body }: PendingOperation, { result }: Reply): void {
  const { epoch, type } = result as ReconfigurationResult; // the result of executing a reconfiguration
  if (type !== 'reconfigured' || epoch <= state.epoch) return;
  state.epoch = epoch;
  state.members = (body as Reconfiguration).config; // as onInvoke made it
  state.view = firstViewOf(epoch);
}

/**
 * The session is gone. The operation may have been executed before that, so its outcome is unknown, and
 * sending it again in a new session could execute it twice. A primary of an older view than one that has
 * answered may not know the session yet, and is ignored.
 */
function onEviction<Result>(state: ClientState, eviction: Eviction, ctx: Ctx<Result>): void {
  if (eviction.client !== state.client || eviction.session !== state.session) return;
  if (state.session === 0 || eviction.view < state.view) return;
  state.view = eviction.view;
  becomeNewClient(state, ctx);
  if (state.operation === null || state.operation.mode !== 'log') return;
  abandonOperation(state, ctx);
}

/**
 * The primary is alive and full. The next retry goes to it alone and spares the other replicas; the one after
 * that goes to all again, because a primary that is cut off is full too until it notices.
 */
function onBusy<Result>(state: ClientState, busy: Busy, ctx: Ctx<Result>): void {
  const { operation } = state;
  if (busy.client !== state.client || busy.request !== state.request || busy.session !== state.session)
    return;
  if (operation === null || operation.mode !== 'log' || busy.view < state.view) return;
  state.view = busy.view;
  if (operation.busy !== 'no') return;
  operation.busy = 'said';
  ctx.probe('busy-heeded');
}

function retryRequest<Result>(state: ClientState, operation: PendingOperation, ctx: Ctx<Result>): void {
  if (operation.busy === 'said') {
    operation.busy = 'heeded';
    sendToPrimary(state, ctx);
    return;
  }
  operation.busy = 'no';
  for (const to of state.members) sendRequest(state, to, ctx);
}

function onTimer<Result>(config: VsrClientConfig, state: ClientState, timer: number, ctx: Ctx<Result>): void {
  if (state.operation === null) return;
  if (timer === GIVE_UP_TIMER) {
    if (state.operation.mode === 'log') becomeNewClient(state, ctx);
    abandonOperation(state, ctx);
    return;
  }
  if (state.operation.mode === 'log') retryRequest(state, state.operation, ctx);
  else retryRead(state, ctx);
  state.retryUs = Math.min(state.retryUs * 2, config.retryMaxUs);
  armRetry(state, ctx);
}

/** The group has changed. The current operation is sent to the new primary at once. */
function onNewEpoch<Result>(
  config: VsrClientConfig,
  state: ClientState,
  { config: members, epoch, view }: NewEpoch,
  ctx: Ctx<Result>,
): void {
  if (epoch <= state.epoch || members.length === 0) return;
  state.epoch = epoch;
  state.members = members;
  state.view = view;
  ctx.probe('client-learnt-epoch');
  if (state.operation === null) return;
  if (state.operation.mode === 'log') sendToPrimary(state, ctx);
  else startRead(config, state, ctx);
}

/** An operation that was never sent had no effect. Any other may take effect now or later. */
function abandonOperation<Result>(state: ClientState, ctx: Ctx<Result>): void {
  const sent = state.operation?.sent === true;
  const mode = state.operation?.mode;
  endOperation(state, ctx);
  if (sent) {
    ctx.probe('client-unknown-outcome');
    ctx.complete({ type: 'unknown' });
  } else {
    ctx.complete({ type: 'failed', reason: mode === 'log' ? 'no session' : 'no answer' });
  }
}

import type { ProcessId } from '../../process/ids.ts';
import type { ReadRefused, ReadReply, ReadRequest } from '../data/client-messages.ts';
import type { VsrClientConfig } from '../data/config.ts';
import { numberOf } from '../data/epochs.ts';
import {
  armRetry,
  type ClientCtx,
  type ClientState,
  endOperation,
  type PendingOperation,
} from './operation.ts';

/** Result of a stale read, and the op whose state it shows. */
export interface StaleResult {
  readonly asOf: number;
  readonly value: unknown;
}

/** Reads have numbers of their own and need no session: reading twice does no harm. */
export function startRead<Result>(config: VsrClientConfig, state: ClientState, ctx: ClientCtx<Result>): void {
  const { operation } = state;
  if (operation === null) return;
  state.read += 1;
  state.retryUs = config.retryUs;
  if (operation.mode === 'stale') operation.replica = ctx.random(state.members.length);
  const primary = numberOf(state.view) % state.members.length;
  sendRead(state, operation, operation.mode === 'stale' ? operation.replica : primary, ctx);
  armRetry(state, ctx);
}

/**
 * No answer. A strong read goes to all replicas, since one of them is the primary; a stale read to the next
 * one.
 */
export function retryRead<Result>(state: ClientState, ctx: ClientCtx<Result>): void {
  const { operation } = state;
  if (operation === null) return;
  operation.refused = 0;
  if (operation.mode === 'stale') askNext(state, operation, ctx);
  else for (let i = 0; i < state.members.length; i++) sendRead(state, operation, i, ctx);
}

function askNext<Result>(state: ClientState, operation: PendingOperation, ctx: ClientCtx<Result>): void {
  operation.replica = (operation.replica + 1) % state.members.length;
  sendRead(state, operation, operation.replica, ctx);
}

function sendRead<Result>(
  state: ClientState,
  { body, mode, notBefore }: PendingOperation,
  position: number,
  ctx: ClientCtx<Result>,
): void {
  const to: ProcessId | undefined = state.members[position];
  if (to === undefined || mode === 'log') return;
  const request: ReadRequest = {
    body,
    client: state.client,
    epoch: state.epoch,
    mode,
    notBefore: Math.max(state.token, notBefore),
    read: state.read,
    type: 'ReadRequest',
  };
  ctx.send(to, request);
}

/** Only an answer to the current read counts. A stale one does not tell who is primary. */
export function onReadReply<Result>(state: ClientState, reply: ReadReply, ctx: ClientCtx<Result>): void {
  const { operation } = state;
  if (operation === null || !isCurrent(state, operation, reply) || reply.mode !== operation.mode) return;
  if (reply.mode !== 'stale' && reply.view > state.view) state.view = reply.view;
  if (reply.op > state.token) state.token = reply.op;
  const stale: StaleResult = { asOf: reply.op, value: reply.result };
  const result = reply.mode === 'stale' ? stale : reply.result;
  endOperation(state, ctx);
  ctx.complete({ type: 'ok', result: result as Result }); // what the service returned for the operation
}

/**
 * A replica that is behind says so at once. The next one is asked, until all have refused; then the retry
 * timer decides.
 */
export function onReadRefused<Result>(
  state: ClientState,
  refused: ReadRefused,
  ctx: ClientCtx<Result>,
): void {
  const { operation } = state;
  if (operation === null || !isCurrent(state, operation, refused)) return;
  if (refused.reason === 'not-a-read') {
    endOperation(state, ctx);
    ctx.complete({ type: 'failed', reason: refused.reason });
    return;
  }
  if (refused.reason === 'busy') return; // only the primary can answer it: the retry timer asks again
  operation.refused += 1;
  if (operation.refused < state.members.length) askNext(state, operation, ctx);
}

const isCurrent = (
  state: ClientState,
  { mode }: PendingOperation,
  answer: ReadReply | ReadRefused,
): boolean => mode !== 'log' && answer.client === state.client && answer.read === state.read;

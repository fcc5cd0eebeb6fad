import { type ProcessId, processId } from '../process/ids.ts';
import type { ClientContext, ClientProcess } from '../process/process.ts';
import { drawUnique } from './desk.ts';
import type { ClientMessage, RegisterOperation, RegisterResult } from './messages.ts';

export interface RegisterClientConfig {
  readonly retryUs: number;
  /** After this time the outcome is unknown. The next operation goes to another server. */
  readonly giveUpUs: number;
}

export interface RegisterClientState {
  /** Drawn at every start: a restarted client is a new one. */
  client: number;
  server: ProcessId;
  /** Incarnation of the server; 0: not known. */
  incarnation: number;
  request: number;
  operation: RegisterOperation | null;
  /** Whether the operation was ever sent to an incarnation that may execute it. */
  sent: boolean;
}

const RETRY_TIMER = 0;
const GIVE_UP_TIMER = 1;

type Ctx = ClientContext<ClientMessage, RegisterResult>;

/**
 * A client of any of the registers. It retries at the same incarnation of the same server, and nowhere else.
 */
export function createRegisterClient(
  config: RegisterClientConfig,
): ClientProcess<RegisterClientState, ClientMessage, RegisterOperation, RegisterResult> {
  return {
    init: () => ({
      client: 0,
      server: processId(0),
      incarnation: 0,
      request: 0,
      operation: null,
      sent: false,
    }),
    start(state, ctx) {
      state.client = drawUnique(ctx);
      state.server = processId(ctx.random(ctx.replicas));
    },
    invoke(state, operation, ctx) {
      state.operation = operation;
      state.request += 1;
      state.sent = false;
      ctx.setTimer(GIVE_UP_TIMER, config.giveUpUs);
      ask(state, ctx);
    },
    message(state, _from, message, ctx) {
      if (message.type === 'Request' || state.operation === null) return;
      if (message.client !== state.client || message.request !== state.request) return;
      if (message.type === 'Reply') {
        end(state, ctx);
        ctx.complete({ type: 'ok', result: message.result });
        return;
      }
      if (message.server !== state.server || message.incarnation === state.incarnation) return;
      state.incarnation = message.incarnation;
      if (!state.sent) {
        ask(state, ctx);
        return;
      }
      // the incarnation that may have executed it is gone, and nobody else knows the outcome
      end(state, ctx);
      ctx.complete({ type: 'unknown' });
    },
    timer(state, timer, ctx) {
      if (state.operation === null) return;
      if (timer === RETRY_TIMER) {
        ask(state, ctx);
        return;
      }
      end(state, ctx);
      state.server = processId((state.server + 1) % ctx.replicas);
      state.incarnation = 0;
      ctx.complete({ type: 'unknown' });
    },
    disk() {},
  };

  function ask(state: RegisterClientState, ctx: Ctx): void {
    const { client, incarnation, operation, request, server } = state;
    if (operation === null) return;
    if (incarnation !== 0) state.sent = true;
    ctx.send(server, { client, incarnation, operation, request, to: server, type: 'Request' });
    ctx.setTimer(RETRY_TIMER, config.retryUs + ctx.random((config.retryUs >> 1) + 1));
  }
}

function end(state: RegisterClientState, ctx: Ctx): void {
  state.operation = null;
  ctx.cancelTimer(RETRY_TIMER);
  ctx.cancelTimer(GIVE_UP_TIMER);
}

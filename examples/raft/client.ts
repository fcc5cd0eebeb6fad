import { type ClientContext, type ClientProcess, type ProcessId, processId } from 'wavetank';
import type { KvResult } from 'wavetank/invariants';
import type { Ask, Message, Operation } from './messages.ts';
import type { RaftSettings } from './settings.ts';

export interface ClientState {
  /** Next message id; ids of one start are consecutive from a random number. */
  id: number;
  /** Null until a session is open. */
  session: number | null;
  request: number;
  /** The presumed leader, and the last replica tried in turn. */
  target: ProcessId;
  tried: ProcessId;
  tries: number;
  /** True after following one leader hint in this attempt: two replicas may point at each other. */
  moved: boolean;
  open: Operation | null;
}

type Ctx = ClientContext<Message, KvResult>;

const RETRY = 0;

/** A client that retries at the presumed leader, in a session: a duplicate request takes effect once. */
export function raftClient({
  retryUs,
  triesMax,
}: RaftSettings): ClientProcess<ClientState, Message, Operation, KvResult> {
  /** Sends the pending request as `id`. */
  function ask(state: ClientState, ctx: Ctx): void {
    const { id, session, request, open: operation } = state;
    if (operation === null) return;
    const body: Ask['body'] =
      session === null ? { kind: 'register' } : { kind: 'request', session, request, operation };
    ctx.send(state.target, { type: 'Ask', id, body });
    ctx.setTimer(RETRY, retryUs);
  }

  return {
    timers: { retry: RETRY },
    init: () => ({
      id: 0,
      session: null,
      request: 0,
      target: processId(0),
      tried: processId(0),
      tries: 0,
      moved: false,
      open: null,
    }),
    start(state, ctx) {
      state.id = ctx.random(2 ** 30) * 2 ** 20;
      state.target = processId(ctx.random(ctx.replicas));
      state.tried = state.target;
    },
    invoke(state, operation, ctx) {
      state.open = operation;
      state.tries = 0;
      state.moved = false;
      state.request++;
      state.id++;
      ask(state, ctx);
    },
    /** No reply: another replica may be the leader. */
    timer(state, _timer, ctx) {
      if (state.open === null) return;
      if (++state.tries > triesMax) {
        // A session request has no effect on data; a sent request may still take effect.
        const type = state.session === null ? 'failed' : 'unknown';
        state.open = null;
        ctx.complete(type === 'failed' ? { type, reason: 'no session' } : { type });
        return;
      }
      state.moved = false;
      // Round robin, ignoring hints: a server that has left long ago may name another such server.
      state.tried = processId((state.tried + 1) % ctx.replicas);
      state.target = state.tried;
      ask(state, ctx);
    },
    message(state, _from, message, ctx) {
      if (message.type !== 'Answer' || message.id !== state.id || state.open === null) return;
      const { outcome } = message;
      switch (outcome.kind) {
        case 'moved':
          if (outcome.leader === null || outcome.leader === state.target || state.moved) return;
          state.moved = true;
          state.target = outcome.leader;
          ask(state, ctx);
          return;
        case 'registered':
          state.session = outcome.session;
          state.request = 1;
          state.id++;
          ask(state, ctx);
          return;
        case 'result':
          state.open = null;
          ctx.complete({ type: 'ok', result: outcome.result });
          return;
        case 'expired':
        case 'stale':
          state.session = null;
          state.open = null;
          ctx.complete({ type: 'unknown' });
      }
    },
    disk() {},
  };
}

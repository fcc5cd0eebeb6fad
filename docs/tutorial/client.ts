import { type ClientProcess, type ProcessId, processId } from 'wavetank';

export type Operation = { kind: 'read' } | { kind: 'write'; value: string };
export type Result = { kind: 'read'; value: string | null } | { kind: 'write' };
export type Ask = { type: 'Ask'; session: number; request: number; operation: Operation };
export type Answer = { type: 'Answer'; session: number; request: number; result: Result };

type State = { session: number; request: number; server: ProcessId; tries: number; open: Operation | null };

const RETRY = 0;
const RETRY_US = 50_000;
const TRIES = 10;

/**
 * Asks one server, again and again. If it does not answer, nobody knows whether it did the operation, or will: the outcome is
 * unknown, and the next operation goes to the next server. A client that starts again is a new session.
 */
export const client: ClientProcess<State, Ask | Answer, Operation, Result> = {
  init: () => ({ session: 0, request: 0, server: processId(0), tries: 0, open: null }),
  start(state, ctx) {
    state.session = ctx.random(2 ** 30);
    state.server = processId(ctx.random(ctx.replicas));
  },
  invoke(state, operation, ctx) {
    state.request++;
    state.open = operation;
    state.tries = 0;
    client.timer(state, RETRY, ctx);
  },
  timer(state, _timer, ctx) {
    const { session, request, server, open } = state;
    if (open === null) return;
    if (++state.tries > TRIES) {
      state.open = null;
      state.server = processId((server + 1) % ctx.replicas);
      ctx.complete({ type: 'unknown' });
      return;
    }
    ctx.send(server, { type: 'Ask', session, request, operation: open });
    ctx.setTimer(RETRY, RETRY_US);
  },
  message(state, _from, message, ctx) {
    if (message.type !== 'Answer' || message.session !== state.session) return;
    if (message.request !== state.request || state.open === null) return;
    state.open = null;
    ctx.complete({ type: 'ok', result: message.result });
  },
  disk() {},
};

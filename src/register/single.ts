import type { Process } from '../process/process.ts';
import { accept, answer, type Desk, drawUnique, emptyDesk } from './desk.ts';
import type { ClientMessage, RegisterValue } from './messages.ts';

export interface SingleState {
  readonly desk: Desk;
  value: RegisterValue;
}

/** One server with one copy in memory: linearizable, and lost with the server. */
export const singleCopy: Process<SingleState, ClientMessage> = {
  init: () => ({ desk: emptyDesk(), value: null }),
  start(state, ctx) {
    state.desk.incarnation = drawUnique(ctx);
  },
  message(state, from, message, ctx) {
    if (message.type !== 'Request') return;
    accept(state.desk, from, message, ctx);
    for (let next = state.desk.queue.shift(); next !== undefined; next = state.desk.queue.shift()) {
      const { operation } = next.request;
      if (operation.kind === 'write') {
        state.value = operation.value;
        answer(state.desk, next, { at: null, kind: 'write' }, ctx);
      } else {
        answer(state.desk, next, { at: null, kind: 'read', value: state.value }, ctx);
      }
    }
  },
  timer() {},
  disk() {},
};

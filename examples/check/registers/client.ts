import type {
  RegisterOperation,
  RegisterResult,
} from '../../../invariants/linearizability/models/register.ts';
import { processId } from '../../../src/process/ids.ts';
import type { ClientProcess } from '../../../src/process/process.ts';
import type { RegisterMessage } from './messages.ts';

interface ClientState {
  /** Id of the pending request. */
  awaiting: number | null;
  asked: number;
}

/** A client that asks one of `servers` servers after the other and never retries. */
export const registerClient = (
  servers: number,
): ClientProcess<ClientState, RegisterMessage, RegisterOperation, RegisterResult> => ({
  init: () => ({ awaiting: null, asked: 0 }),
  start() {},
  invoke(state, operation, ctx) {
    const id = (state.asked + 1) * ctx.self;
    const server = processId((ctx.self + state.asked) % servers);
    state.awaiting = id;
    state.asked += 1;
    if (operation.kind === 'write') ctx.send(server, { type: 'Put', id, value: operation.value });
    else ctx.send(server, { type: 'Get', id });
  },
  message(state, _from, message, ctx) {
    if (message.id !== state.awaiting) return;
    switch (message.type) {
      case 'PutOk':
        state.awaiting = null;
        ctx.complete({ type: 'ok', result: { kind: 'write' } });
        break;
      case 'GetOk':
        state.awaiting = null;
        ctx.complete({ type: 'ok', result: { kind: 'read', value: message.value } });
        break;
      case 'Put':
      case 'Get':
        break; // for servers
      default:
        message satisfies never;
    }
  },
  timer() {},
  disk() {},
});

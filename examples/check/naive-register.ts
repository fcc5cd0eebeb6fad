import { CALM } from '../../sim/check/model/configuration.ts';
import type { CheckTemplate } from '../../sim/check/model/template.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { Process } from '../../src/process/process.ts';
import type { RegisterMessage } from './registers/messages.ts';
import { registerSystem } from './registers/register-system.ts';

type Message =
  | RegisterMessage
  | { readonly type: 'Replicate'; readonly id: number; readonly value: string }
  | { readonly type: 'ReplicateOk'; readonly id: number };

interface Server {
  value: string | null;
  /** Delivered requests, by sender and id. */
  delivered: string[];
  /** The write waiting for acknowledgements of the peers. */
  writing: { readonly id: number; readonly client: ProcessId; acks: ProcessId[] } | null;
}

/** Forwards writes to every peer and replies when all have acknowledged; reads are local. It is wrong, which takes a checker to see. */
const server: Process<Server, Message> = {
  init: () => ({ value: null, delivered: [], writing: null }),
  start() {},
  message(state, from, message, ctx) {
    switch (message.type) {
      case 'Put':
        if (state.writing !== null || wasDelivered(state, from, message.id)) return;
        deliver(state, from, message.id);
        state.value = message.value;
        state.writing = { id: message.id, client: from, acks: [] };
        for (let peer = 0; peer < ctx.replicas; peer++) {
          if (peer !== ctx.self)
            ctx.send(processId(peer), { type: 'Replicate', id: message.id, value: message.value });
        }
        break;
      case 'Get':
        ctx.send(from, { type: 'GetOk', id: message.id, value: state.value });
        break;
      case 'Replicate':
        if (wasDelivered(state, from, message.id)) return;
        deliver(state, from, message.id);
        state.value = message.value;
        ctx.send(from, { type: 'ReplicateOk', id: message.id });
        break;
      case 'ReplicateOk': {
        if (wasDelivered(state, from, message.id)) return;
        ctx.probe('acknowledged');
        const { writing } = state;
        if (writing === null || writing.id !== message.id || writing.acks.includes(from)) return;
        writing.acks = [...writing.acks, from].sort();
        if (writing.acks.length < ctx.replicas - 1) return;
        ctx.send(writing.client, { type: 'PutOk', id: writing.id });
        state.writing = null;
        break;
      }
      case 'PutOk':
      case 'GetOk':
        break; // for clients
      default:
        message satisfies never;
    }
  },
  timer() {},
  disk() {},
};

const wasDelivered = ({ delivered }: Server, from: ProcessId, id: number): boolean =>
  delivered.includes(`${from}.${id}`);

function deliver(state: Server, from: ProcessId, id: number): void {
  state.delivered = [...state.delivered, `${from}.${id}`].sort();
}

export const naiveRegister: CheckTemplate = {
  name: 'naive-register',
  summary:
    'a register that forwards writes to every peer and reads locally: right with two clients, wrong with three',
  size: { replicas: 2, clients: 3, operations: 2 },
  configuration: { ...CALM, network: 'set', calls: 'at-once' },
  build: (size) =>
    registerSystem(
      naiveRegister.name,
      naiveRegister.summary,
      Array.from({ length: size.replicas }, () => server),
      size,
    ),
};

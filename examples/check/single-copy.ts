import { CALM } from '../../sim/check/model/configuration.ts';
import type { CheckTemplate } from '../../sim/check/model/template.ts';
import type { Process } from '../../src/process/process.ts';
import type { RegisterMessage } from './registers/messages.ts';
import { registerSystem } from './registers/register-system.ts';

interface Copy {
  value: string | null;
  /** Executed requests, by client and id. */
  delivered: string[];
}

/**
 * A server that keeps the value and talks to no other server: correct as long as it is the only one. Without remembering the delivered
 * requests it is wrong even alone if messages may be duplicated.
 */
export const singleCopyServer = (remembers: boolean): Process<Copy, RegisterMessage> => ({
  init: () => ({ value: null, delivered: [] }),
  start() {},
  message(state, from, message, ctx) {
    if (message.type === 'Get') {
      ctx.send(from, { type: 'GetOk', id: message.id, value: state.value });
      return;
    }
    if (message.type !== 'Put') return;
    if (remembers) {
      const request = `${from}.${message.id}`;
      if (state.delivered.includes(request)) return;
      state.delivered = [...state.delivered, request].sort();
    }
    state.value = message.value;
    ctx.send(from, { type: 'PutOk', id: message.id });
  },
  timer() {},
  disk() {},
});

const template = (name: string, summary: string, remembers: boolean): CheckTemplate => ({
  name,
  summary,
  size: { replicas: 1, clients: 2, operations: 2 },
  configuration: { ...CALM, calls: 'at-once' },
  build: (size) => {
    const servers = Array.from({ length: size.replicas }, () => singleCopyServer(remembers));
    return registerSystem(name, summary, servers, size);
  },
});

export const singleCopy = template(
  'single-copy',
  'a register on one server; with two servers that do not talk to each other it is wrong',
  false,
);

export const singleCopyRemembering = template(
  'single-copy-remembering',
  'the same, and no write is executed twice',
  true,
);

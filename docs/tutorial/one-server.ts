import { defineSystem, type Process } from 'wavetank';
import { register } from 'wavetank/invariants';
import { type Answer, type Ask, client } from './client.ts';

const server: Process<{ value: string | null }, Ask | Answer> = {
  init: () => ({ value: null }),
  start() {},
  message(state, from, message, ctx) {
    if (message.type !== 'Ask') return;
    const { session, request, operation } = message;
    if (operation.kind === 'write') state.value = operation.value;
    const { kind } = operation;
    const result = kind === 'write' ? { kind } : { kind, value: state.value };
    ctx.send(from, { type: 'Answer', session, request, result });
  },
  timer() {},
  disk() {},
};

export default defineSystem({
  name: 'one-server',
  replica: server,
  client,
  operation: (draw, client, index) =>
    draw.pick([{ kind: 'read' }, { kind: 'write', value: `${client}.${index}` }]),
  model: register,
  replicas: 1,
  without: ['crashes'], // the value is in memory only
});

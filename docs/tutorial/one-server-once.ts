import { defineSystem, type Process } from 'wavetank';
import { register } from 'wavetank/invariants';
import { type Answer, type Ask, client } from './client.ts';

type State = { value: string | null; last: Map<number, Answer> };

const server: Process<State, Ask | Answer> = {
  init: () => ({ value: null, last: new Map() }),
  start() {},
  message(state, from, message, ctx) {
    if (message.type !== 'Ask') return;
    const { session, request, operation } = message;
    const last = state.last.get(session);
    if (last !== undefined && request < last.request) return; // long answered
    if (last === undefined || request > last.request) {
      if (operation.kind === 'write') state.value = operation.value;
      const { kind } = operation;
      const result = kind === 'write' ? { kind } : { kind, value: state.value };
      state.last.set(session, { type: 'Answer', session, request, result });
    }
    const answer = state.last.get(session);
    if (answer !== undefined) ctx.send(from, answer);
  },
  timer() {},
  disk() {},
};

export default defineSystem({
  name: 'one-server-once',
  replica: server,
  client,
  operation: (draw, client, index) =>
    draw.pick([{ kind: 'read' }, { kind: 'write', value: `${client}.${index}` }]),
  model: register,
  replicas: 1,
  without: ['crashes'], // the value is in memory only
});

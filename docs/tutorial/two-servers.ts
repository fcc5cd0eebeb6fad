import { defineSystem, type Process, type ProcessId, processId } from 'wavetank';
import { register } from 'wavetank/invariants';
import { type Answer, type Ask, client } from './client.ts';

type Forward = { type: 'Forward'; n: number; value: string };
type Done = { type: 'Done'; n: number };
type Write = { n: number; value: string; to: ProcessId; answer: Answer };
type State = {
  value: string | null;
  /** Last request of each session, and its answer when there is one. */
  last: Map<number, { request: number; answer: Answer | null }>;
  /** Writes that the peer has not confirmed. */
  open: Map<number, Write>;
  n: number;
  /** Highest of the peer's writes: one that is sent again must not undo a later one. */
  seen: number;
};

const RESEND = 0;

const server: Process<State, Ask | Answer | Forward | Done> = {
  init: () => ({ value: null, last: new Map(), open: new Map(), n: 0, seen: 0 }),
  start(_state, ctx) {
    ctx.setTimer(RESEND, 20_000);
  },
  timer(state, _timer, ctx) {
    for (const { n, value } of state.open.values())
      ctx.send(processId(1 - ctx.self), { type: 'Forward', n, value });
    ctx.setTimer(RESEND, 20_000);
  },
  message(state, from, message, ctx) {
    switch (message.type) {
      case 'Ask': {
        const { session, request, operation } = message;
        const last = state.last.get(session);
        if (last !== undefined && request <= last.request) {
          if (request === last.request && last.answer !== null) ctx.send(from, last.answer);
          return;
        }
        const { kind } = operation;
        const result = kind === 'write' ? { kind } : { kind, value: state.value };
        const answer: Answer = { type: 'Answer', session, request, result };
        state.last.set(session, { request, answer: kind === 'write' ? null : answer });
        if (operation.kind === 'read') {
          ctx.send(from, answer);
          return;
        }
        const { value } = operation;
        const n = ++state.n;
        state.value = value;
        state.open.set(n, { n, value, to: from, answer });
        ctx.send(processId(1 - ctx.self), { type: 'Forward', n, value });
        return;
      }
      case 'Forward':
        if (message.n > state.seen) {
          state.seen = message.n;
          state.value = message.value;
        }
        ctx.send(from, { type: 'Done', n: message.n });
        return;
      case 'Done': {
        const write = state.open.get(message.n);
        if (write === undefined) return;
        state.open.delete(message.n);
        const { request, session } = write.answer;
        if (state.last.get(session)?.request === request)
          state.last.set(session, { request, answer: write.answer });
        ctx.send(write.to, write.answer);
      }
    }
  },
  disk() {},
};

export default defineSystem({
  name: 'two-servers',
  replica: server,
  client,
  operation: (draw, client, index) =>
    draw.pick([{ kind: 'read' }, { kind: 'write', value: `${client}.${index}` }]),
  model: register,
  replicas: 2,
  quorum: () => 2,
  without: ['crashes', 'misrouting'],
});

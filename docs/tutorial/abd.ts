import { defineSystem, type Process, type ProcessId, processId } from 'wavetank';
import { register } from 'wavetank/invariants';
import { type Answer, type Ask, client } from './client.ts';

/** Orders writes: by number, then by who wrote. */
type Version = { n: number; by: number };
type Pair = { at: Version; value: string | null };
type Query = { type: 'Query'; round: number };
type Found = { type: 'Found'; round: number; pair: Pair };
type Store = { type: 'Store'; round: number; pair: Pair };
type Stored = { type: 'Stored'; round: number };
type Message = Ask | Answer | Query | Found | Store | Stored;

/** One operation that this server does for a client: it asks a majority, then stores at a majority. */
type Round = {
  round: number;
  ask: Ask;
  from: ProcessId;
  phase: 'query' | 'store';
  heard: ProcessId[];
  pair: Pair;
};
type State = {
  pair: Pair;
  round: number;
  current: Round | null;
  queue: { ask: Ask; from: ProcessId }[];
  last: Map<number, { request: number; answer: Answer | null }>;
};

const RESEND = 0;
const later = (a: Version, b: Version): boolean => a.n > b.n || (a.n === b.n && a.by > b.by);

const server: Process<State, Message> = {
  init: () => ({
    pair: { at: { n: 0, by: 0 }, value: null },
    round: 0,
    current: null,
    queue: [],
    last: new Map(),
  }),
  start() {},
  /** Asks whoever has not answered yet. */
  timer({ current }, _timer, ctx) {
    if (current === null) return;
    const { round, phase, pair, heard } = current;
    for (let i = 0; i < ctx.replicas; i++) {
      if (heard.includes(processId(i))) continue;
      ctx.send(processId(i), phase === 'query' ? { type: 'Query', round } : { type: 'Store', round, pair });
    }
    ctx.setTimer(RESEND, 20_000);
  },
  message(state, from, message, ctx) {
    switch (message.type) {
      case 'Ask': {
        const { session, request } = message;
        const last = state.last.get(session);
        if (last !== undefined && request <= last.request) {
          if (request === last.request && last.answer !== null) ctx.send(from, last.answer);
          return;
        }
        state.last.set(session, { request, answer: null });
        state.queue.push({ ask: message, from });
        break;
      }
      case 'Query':
        ctx.send(from, { type: 'Found', round: message.round, pair: state.pair });
        return;
      case 'Store':
        if (later(message.pair.at, state.pair.at)) state.pair = message.pair;
        ctx.send(from, { type: 'Stored', round: message.round });
        return;
      case 'Found':
      case 'Stored': {
        const { current } = state;
        const phase = message.type === 'Found' ? 'query' : 'store';
        if (current?.round !== message.round || current.phase !== phase || current.heard.includes(from))
          return;
        current.heard.push(from);
        if (message.type === 'Found' && later(message.pair.at, current.pair.at)) current.pair = message.pair;
        if (current.heard.length <= ctx.replicas / 2) return;
        const { operation, session, request } = current.ask;
        if (phase === 'query') {
          const { at } = current.pair;
          if (operation.kind === 'write')
            current.pair = { at: { n: at.n + 1, by: ctx.self }, value: operation.value };
          state.current = { ...current, phase: 'store', heard: [] };
          server.timer(state, RESEND, ctx);
          return;
        }
        const { kind } = operation;
        const result = kind === 'write' ? { kind } : { kind, value: current.pair.value };
        const answer: Answer = { type: 'Answer', session, request, result };
        if (state.last.get(session)?.request === request) state.last.set(session, { request, answer });
        ctx.send(current.from, answer);
        state.current = null;
        break;
      }
      default:
        return;
    }
    const next = state.current === null ? state.queue.shift() : undefined;
    if (next === undefined) return;
    const nothing = { at: { n: 0, by: 0 }, value: null };
    state.current = { ...next, round: ++state.round, phase: 'query', heard: [], pair: nothing };
    server.timer(state, RESEND, ctx);
  },
  disk() {},
};

export default defineSystem({
  name: 'abd',
  replica: server,
  client,
  operation: (draw, client, index) =>
    draw.pick([{ kind: 'read' }, { kind: 'write', value: `${client}.${index}` }]),
  model: register,
  without: ['crashes', 'misrouting'], // the pair is in memory only
});

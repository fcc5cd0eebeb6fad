import { type ClientProcess, defineSystem, type Process, processId } from 'wavetank';
import { deterministic } from 'wavetank/invariants';

const PRIME = 1009;
const KINDS = {
  read: (value: number) => value,
  increment: (value: number) => (value + 1) % PRIME,
  decrement: (value: number) => (value + PRIME - 1) % PRIME,
  double: (value: number) => (value * 2) % PRIME,
  triple: (value: number) => (value * 3) % PRIME,
  negate: (value: number) => (PRIME - value) % PRIME,
  complement: (value: number) => PRIME - 1 - value,
  mirror: (value: number) => (PRIME + 7 - value) % PRIME,
};
type Kind = keyof typeof KINDS;
type Ask = { type: 'Ask'; session: number; request: number; kind: Kind };
type Answer = { type: 'Answer'; session: number; request: number; value: number };

const calculated = (value: number, kind: Kind): number => KINDS[kind](value);

type State = { value: number; last: Map<number, Answer> };
const server: Process<State, Ask | Answer> = {
  init: () => ({ value: 1, last: new Map() }),
  start() {},
  message(state, from, message, ctx) {
    if (message.type !== 'Ask') return;
    const { session, request, kind } = message;
    const last = state.last.get(session);
    if (last !== undefined && request < last.request) return; // long answered
    if (last === undefined || request > last.request) {
      const value = calculated(state.value, kind);
      state.last.set(session, { type: 'Answer', session, request, value });
      state.value = value;
    }
    const answer = state.last.get(session);
    if (answer !== undefined) ctx.send(from, answer);
  },
  timer() {},
  disk() {},
};

type Asking = { session: number; request: number; open: Kind | null };
const client: ClientProcess<Asking, Ask | Answer, Kind, number> = {
  init: () => ({ session: 0, request: 0, open: null }),
  start(state, ctx) {
    state.session = ctx.random(2 ** 30); // a client that starts again asks something new
  },
  invoke(state, kind, ctx) {
    state.request++;
    state.open = kind;
    client.timer(state, 0, ctx);
  },
  timer({ session, request, open }, timer, ctx) {
    if (open === null) return;
    ctx.send(processId(0), { type: 'Ask', session, request, kind: open });
    ctx.setTimer(timer, 50_000);
  },
  message(state, _from, message, ctx) {
    if (message.type !== 'Answer' || message.session !== state.session) return;
    if (message.request !== state.request || state.open === null) return;
    state.open = null;
    ctx.complete({ type: 'ok', result: message.value });
  },
  disk() {},
};

/** A server that calculates: each kind of operation whose answer is wrong is a finding of its own. */
export default defineSystem({
  name: 'calculator',
  replica: server,
  client,
  operation: (draw) => draw.pick(Object.keys(KINDS) as Kind[]), // its own keys
  model: deterministic<number, Kind, number>({
    name: 'number',
    initial: 1,
    apply(state, kind) {
      const value = calculated(state, kind);
      return { state: value, result: value };
    },
    key: (state) => state,
    sameResult: (a, b) => a === b,
    kind: (kind) => kind,
    describe: (kind, result) => (result === undefined ? kind : `${kind} = ${result}`),
  }),
  replicas: 1,
  without: ['crashes'], // the value is in memory only
});

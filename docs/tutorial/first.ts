import { type ClientProcess, defineSystem, type Process, processId } from 'wavetank';
import { type CounterOperation, type CounterResult, counter } from 'wavetank/invariants';

type Ask = { type: 'Ask'; request: number; operation: CounterOperation };
type Answer = { type: 'Answer'; request: number; result: CounterResult };

const server: Process<{ value: number }, Ask | Answer> = {
  init: () => ({ value: 0 }), // all that it remembers, as plain data
  start() {},
  message(state, from, message, ctx) {
    if (message.type !== 'Ask') return;
    const { operation, request } = message;
    if (operation.kind === 'add') state.value += operation.amount;
    ctx.send(from, { type: 'Answer', request, result: { kind: operation.kind, value: state.value } });
  },
  timer() {},
  disk() {},
};

type Asking = { request: number; open: CounterOperation | null };
const client: ClientProcess<Asking, Ask | Answer, CounterOperation, CounterResult> = {
  init: () => ({ request: 0, open: null }),
  start(state, ctx) {
    state.request = ctx.random(2 ** 40); // a client that starts again asks something new
  },
  invoke(state, operation, ctx) {
    state.request++;
    state.open = operation;
    client.timer(state, 0, ctx);
  },
  timer({ request, open }, timer, ctx) {
    if (open === null) return;
    ctx.send(processId(0), { type: 'Ask', request, operation: open }); // replicas come first: 0, 1, ...
    ctx.setTimer(timer, 50_000); // microseconds; messages are lost, so ask again
  },
  message(state, _from, message, ctx) {
    if (message.type !== 'Answer' || message.request !== state.request || state.open === null) return;
    state.open = null;
    ctx.complete({ type: 'ok', result: message.result });
  },
  disk() {},
};

export default defineSystem({
  name: 'first',
  replica: server,
  client,
  operation: (draw) => draw.pick([{ kind: 'get' }, { kind: 'add', amount: 1 }]),
  model: counter, // every answer is judged: is there an order of all operations that explains it?
  replicas: 1,
  without: ['crashes'], // what this server does not claim to survive
});

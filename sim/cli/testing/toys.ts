import { processId } from '../../../src/process/ids.ts';
import type { ClientProcess, Context, Process } from '../../../src/process/process.ts';
import type { AnyInvariant, System } from '../../scenario/system.ts';
import type { Registry } from '../../systems/registry.ts';

/** Numbers go to the server and come back. */
interface Letter {
  number: number;
}

type Handler = (
  state: { count: number; seen: Map<number, number> },
  letter: Letter,
  ctx: Context<Letter>,
) => void;

function serverWith(handler: Handler): Process<{ count: number; seen: Map<number, number> }, Letter> {
  return {
    init: () => ({ count: 0, seen: new Map() }),
    start() {},
    message(state, from, letter, ctx) {
      state.count++;
      handler(state, letter, ctx);
      ctx.send(from, { number: letter.number });
    },
    timer() {},
    disk() {},
  };
}

const client: ClientProcess<{ number: number }, Letter, unknown, unknown> = {
  init: () => ({ number: 0 }),
  start() {},
  invoke(state, _, ctx) {
    state.number++;
    ctx.setTimer(0, 20_000);
    ctx.send(processId(0), { number: state.number });
  },
  message(state, _, letter, ctx) {
    if (letter.number !== state.number) return;
    state.number++;
    ctx.cancelTimer(0);
    ctx.complete({ type: 'ok', result: letter.number });
  },
  timer(state, _, ctx) {
    ctx.setTimer(0, 20_000);
    ctx.send(processId(0), { number: state.number });
  },
  disk() {},
};

function toy(name: string, handler: Handler, invariants: readonly AnyInvariant[] = []): System {
  return {
    name,
    summary: 'one server and its clients, for tests of the command',
    points: [],
    probes: ['answered'],
    quorum: () => 1,
    draw: (_, scenario) => ({ ...scenario, replicas: 1 }),
    build: (scenario) => ({
      replicas: Array.from({ length: scenario.replicas }, () => serverWith(handler)),
      clients: Array.from({ length: scenario.clients }, () => client),
      invariants,
      operation: () => 'ask',
      diverged: () => undefined,
    }),
    describeMessage: (message) => `letter ${(message as Letter).number}`, // nothing else is sent
    describeState: (state) => JSON.stringify(state),
    describeOperation: String,
    describeResult: String,
  };
}

/** The rule that the greedy server breaks. */
const atMostFive: AnyInvariant = {
  id: 'T1',
  name: 'at-most-five',
  statement: 'the server answers at most five letters',
  initial: () => ({}),
  on: {
    step(_, tank, process) {
      const state = tank.replica(process) as { count: number } | undefined; // the only kind of replica
      if (state === undefined || state.count <= 5) return;
      tank.violate({
        title: 'one answer too many',
        facts: [`the server has answered ${state.count} letters`, 'five are allowed'],
        witness: 'six',
        process,
      });
    },
  },
};

/** Lives outside of every state, so a second run finds it changed. */
const outside = new Map<number, number>();

/** Systems that each do one thing wrong, and one that does not. */
export const toys: Registry = {
  systems: new Map(
    [
      toy('good', (_, __, ctx) => ctx.probe('answered')),
      toy('greedy', () => {}, [atMostFive]),
      toy('clock', ({ count }) => {
        if (count === 3) Date.now();
      }),
      toy('dice', ({ count }) => {
        if (count === 2) Math.random();
      }),
      toy('rewriter', (_, letter) => {
        letter.number++;
      }),
      toy('hoarder', ({ seen }, { number }, ctx) => {
        outside.set(number % 3, outside.size);
        for (const [key, value] of outside) seen.set(key, value);
        if (outside.size > 1) ctx.send(ctx.self, { number: -1 });
      }),
      toy('thrower', ({ count }) => {
        if (count === 4) throw new Error('four is too much');
      }),
    ].map((system) => [system.name, system]),
  ),
  defaultSystem: 'good',
};

import { processId } from '../../src/process/ids.ts';
import type { ClientProcess, Process } from '../../src/process/process.ts';
import { defineSystem } from '../define/define-system.ts';

/** A ball that carries how often it was hit. */
interface Ball {
  readonly hits: number;
}

const BALL_LOST = 0;
const BALL_LOST_US = 50_000;

/** Answers each ball with the next one. */
const server: Process<Record<string, never>, Ball> = {
  init: () => ({}),
  start() {},
  message(_, from, ball, ctx) {
    ctx.send(from, { hits: ball.hits + 1 });
  },
  timer() {},
  disk() {},
};

interface PlayerState {
  hits: number;
  left: number;
}

/** Plays the number of hits that the operation asks for; serves anew when the ball is lost. */
const player: ClientProcess<PlayerState, Ball, { readonly hits: number }, { readonly hits: number }> = {
  init: () => ({ hits: 0, left: 0 }),
  start() {},
  invoke(state, operation, ctx) {
    state.left = operation.hits;
    ctx.setTimer(BALL_LOST, BALL_LOST_US);
    ctx.send(processId(0), { hits: state.hits });
  },
  message(state, from, ball, ctx) {
    if (state.left === 0 || ball.hits <= state.hits) return;
    state.hits = ball.hits;
    state.left--;
    if (state.left > 0) {
      ctx.send(from, { hits: ball.hits });
      return;
    }
    ctx.cancelTimer(BALL_LOST);
    ctx.complete({ type: 'ok', result: { hits: ball.hits } });
  },
  timer(state, _, ctx) {
    ctx.setTimer(BALL_LOST, BALL_LOST_US);
    ctx.send(processId(0), { hits: state.hits });
  },
  disk() {},
};

/** The smallest system there is: for trying out the engine and for measuring it. */
export const pingPong = defineSystem({
  name: 'ping-pong',
  summary: 'one server that answers each ball with the next; measures the engine, tests no protocol',
  replica: server,
  client: player,
  freeze: false,
  replicas: 1,
  operation: () => ({ hits: 10 }),
  describeMessage: ({ hits }) => `ball ${hits}`,
});

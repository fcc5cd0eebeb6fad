import { processId } from '../../../src/process/ids.ts';
import type { ClientProcess, Process } from '../../../src/process/process.ts';
import type { System } from '../../scenario/system.ts';
import { ECHO_HONEST } from './echo-honest.ts';

interface Question {
  readonly asked: number;
}

/** Answers each number with itself. What mutants break. */
const server: Process<{ answered: number }, Question> = {
  init: () => ({ answered: 0 }),
  start() {},
  message(state, from, { asked }, ctx) {
    state.answered += 1;
    ctx.send(from, { asked: answerTo(asked, state.answered) });
  },
  timer() {},
  disk() {},
};

function answerTo(asked: number, answered: number): number {
  if (answered < 0) return asked + 1;
  return asked;
}

const AGAIN = 0;
const AGAIN_US = 20_000;

interface AskerState {
  asked: number;
  waiting: boolean;
}

/** Asks until it is answered. */
const asker: ClientProcess<AskerState, Question, Question, Question> = {
  init: () => ({ asked: 0, waiting: false }),
  start() {},
  invoke(state, { asked }, ctx) {
    state.asked = asked;
    state.waiting = true;
    ctx.setTimer(AGAIN, AGAIN_US);
    ctx.send(processId(0), { asked });
  },
  message(state, _, { asked }, ctx) {
    if (!state.waiting || asked < state.asked) return;
    state.waiting = false;
    ctx.cancelTimer(AGAIN);
    ctx.complete({ type: 'ok', result: { asked } });
  },
  timer(state, _, ctx) {
    ctx.setTimer(AGAIN, AGAIN_US);
    ctx.send(processId(0), { asked: state.asked });
  },
  disk() {},
};

/** A system small enough to plant bugs in: one server that repeats what it hears. */
export const echo: System = {
  name: 'echo',
  summary: 'one server that repeats what it hears; for tests of the mutant runner',
  points: [],
  probes: [],
  quorum: () => 1,
  draw: (_, scenario) => ({ ...scenario, replicas: 1, outsiders: [] }),
  build: (scenario) => ({
    replicas: [server],
    clients: Array.from({ length: scenario.clients }, () => asker),
    invariants: [ECHO_HONEST],
    operation: (_, client, index) => ({ asked: 1000 * index + client }),
    diverged: () => undefined,
  }),
  describeMessage: (message) => JSON.stringify(message),
  describeState: (state) => JSON.stringify(state),
  describeOperation: (operation) => JSON.stringify(operation),
  describeResult: (result) => JSON.stringify(result),
};

import { expect, it } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import { defineSystem } from '../define/define-system.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

/** Fails after some replies with three replicas; with fewer, its handler never returns. */
const trap = defineSystem({
  name: 'trap',
  replica: {
    init: () => ({ answers: 0 }),
    start() {},
    message(state, from, _message: { type: 'Ask' } | { type: 'Answer' }, ctx) {
      state.answers++;
      for (let replicas = ctx.replicas; replicas < 3; ) state.answers = replicas;
      ctx.send(from, { type: 'Answer' });
    },
    timer() {},
    disk() {},
  },
  client: {
    init: () => ({}),
    start() {},
    invoke: (_state, _operation: string, ctx) => ctx.send(processId(0), { type: 'Ask' }),
    message: (_state, _from, _message, ctx) => ctx.complete({ type: 'ok', result: 1 }),
    timer() {},
    disk() {},
  },
  operation: () => 'ask',
  replicas: [3, 2],
  without: ['duplicates', 'crashes', 'client-crashes'],
  invariants: [
    {
      id: 'T1',
      name: 'few-answers',
      statement: 'a replica answers at most three times',
      initial: () => ({}),
      on: {
        step(_state, tank, process) {
          if ((tank.replica(process)?.answers ?? 0) > 3)
            tank.violate({ title: 'four answers', facts: [], witness: 'four', process });
        },
      },
    },
  ],
});

it('should end in time though a smaller run never does', async () => {
  const run = simulate(trap, { seed: 1, replicas: 3, checkDeterminism: false });
  expect(run.violation?.title).toBe('four answers');
  const { before, after, exhausted } = await shrink(trap, run, { minutes: 0.03 });
  expect(exhausted).toBe(false);
  expect(after.steps).toBeLessThanOrEqual(before.steps);
  expect(new Date().getUTCFullYear()).toBeGreaterThan(2000); // the stopped run's guard has been removed
});

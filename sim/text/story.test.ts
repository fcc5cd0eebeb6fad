import { expect, it } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import { defineSystem } from '../define/define-system.ts';
import { simulate } from '../run/run.ts';
import { calmed, drawScenario } from '../scenario/swarm.ts';
import { storyOf } from './story.ts';

const idle = { init: () => ({}), start() {}, message() {}, timer() {}, disk() {} };

it('should end with the event that broke the invariant, not with a later one of the same step', () => {
  const system = defineSystem({
    name: 'talkative',
    replica: {
      ...idle,
      message(_state: object, _from, _message: string, ctx) {
        for (const type of ['before', 'wrong', 'after']) ctx.observe({ type });
      },
    },
    client: {
      ...idle,
      invoke: (_state: object, operation: string, ctx) => ctx.send(processId(0), operation),
    },
    operation: () => 'ask',
    invariants: [
      {
        id: 'T1',
        name: 'never-wrong',
        statement: 'Nothing is wrong.',
        initial: () => ({}),
        on: {
          observe(_state, tank, process, { type }) {
            if (type === 'wrong') tank.violate({ title: 'wrong', facts: [], witness: 'wrong', process });
          },
        },
      },
    ],
  });
  const scenario = calmed(drawScenario('1', system));
  const { violation, hash } = simulate(system, scenario);
  if (violation === undefined) throw new Error('nothing was found');
  const story = storyOf(system, scenario, {}, violation, hash) ?? [];
  const texts = story.map(({ text }) => text).join('\n');
  expect(texts).toMatch(/before/);
  expect(texts).toMatch(/wrong/);
  expect(texts).not.toMatch(/after/);
});

import { expect, it } from 'vitest';
import { simulate } from '../run/run.ts';
import { pingPong } from '../systems/ping-pong.ts';
import { calmed, drawScenario } from './swarm.ts';

it('should count what is answered before faults stop apart from what comes after', () => {
  const scenario = { ...calmed(drawScenario('in the storm', pingPong)), clients: 2, operations: 3 };
  const calm = simulate(pingPong, scenario).operations;
  expect(calm.inStorm).toBe(6);
  expect(calm.ok).toBe(8);
  const deaf = { when: { on: 'send', nth: 'every' }, then: { do: 'lose' } } as const;
  const faults = { rules: { rules: [deaf] } };
  const { operations } = simulate(pingPong, { ...scenario, safetyUs: 300_000, faults });
  expect(operations.inStorm).toBe(0);
  expect(operations.ok).toBeGreaterThan(0);
});

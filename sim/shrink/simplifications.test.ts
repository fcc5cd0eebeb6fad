import { expect, it } from 'vitest';
import { chatterScenario } from '../testing/chatter.ts';
import { fewer } from './simplifications.ts';

const scenario = chatterScenario('fewer', (calm) => ({ ...calm, replicas: 6 }));
const replicasTried = (system: { readonly sizes?: readonly number[] }): number[] =>
  fewer(scenario, system)
    .map(({ replicas }) => replicas)
    .filter((replicas) => replicas < 6);

it('should try groups that the definition allows, and any when it says nothing', () => {
  expect(replicasTried({})).toEqual([1, 2, 3, 5]);
  expect(replicasTried({ sizes: [7, 5, 3] })).toEqual([3, 5]);
  expect(replicasTried({ sizes: [6] })).toEqual([]);
});

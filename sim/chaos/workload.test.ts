import { expect, it } from 'vitest';
import own from '../../docs/tutorial/abd.ts';
import { servedScenario } from '../served/serving.ts';
import { exampleWords, workloadOf } from './workload.ts';

it('should be the operations of an own system, also where its path begins as the name of the store', () => {
  const run = own.build(servedScenario(own, 3));
  const { operation } = workloadOf('vsr-like/store.ts', run, '1');
  expect(operation(0, 1, 0)).not.toHaveProperty('key');
  expect(workloadOf('vsr', run, '1').operation(0, 1, 0)).toHaveProperty('key');
});

it('should give an operation as the client command takes it', () => {
  const [word, json = ''] = exampleWords('./own.ts', own.build(servedScenario(own, 3)));
  expect(word).toBe('invoke');
  expect(JSON.parse(json)).toEqual(
    expect.objectContaining({ kind: expect.stringMatching(/^(read|write)$/) }),
  );
});

import { expect, it } from 'vitest';
import { asyncHooksModule } from './async-hooks.ts';
import type { Task } from './task.ts';

/** The module of a program, and how often it was said that contexts are used. */
function hooks() {
  const seen = { times: 0 };
  const made = asyncHooksModule({} as Task, () => seen.times++); // no hook is made here
  return { made, seen };
}

it('should tell the first use of contexts, and not that of the class of resources', () => {
  const { made, seen } = hooks();
  const names = Object.keys(made).sort();
  expect(names).toContain('AsyncLocalStorage');
  expect(typeof made['AsyncResource']).toBe('function');
  expect(seen.times).toBe(0);
  expect(typeof made['AsyncLocalStorage']).toBe('function');
  expect(typeof made['executionAsyncId']).toBe('function');
  expect(seen.times).toBe(1);
  expect(Object.keys(made).sort()).toEqual(names);
});

it('should take it as a use when a program replaces a function', () => {
  const { made, seen } = hooks();
  made['createHook'] = 'mine';
  expect(made['createHook']).toBe('mine');
  expect(seen.times).toBe(1);
});

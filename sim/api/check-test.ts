import { test } from 'vitest';
import type { System } from '../scenario/system.ts';
import { type CheckOptions, check } from './check.ts';

/** Vitest test that tries every schedule of a small configuration; fails with a shortest counterexample, or when it gives up. */
export function checkTest(
  name: string,
  system: System,
  options: CheckOptions & { readonly timeout?: number } = {},
): void {
  const { timeout, ...rest } = options;
  const body = (): void => {
    const { failure } = check(system, rest);
    if (failure === undefined) return;
    const error = new Error(`\n${failure}\n`);
    error.stack = `${error.name}: ${error.message}`; // the stack inside the harness is of no use
    throw error;
  };
  if (timeout === undefined) test(name, body);
  else test(name, { timeout }, body);
}

import { soon } from '../kernel/machine.ts';

/**
 * Runs `action` at the start of an event loop turn. Programs of a cluster can only run from there: inside a promise continuation,
 * so
 * after any `await`, nothing they start could run to completion.
 */
export const inOwnTurn = <T>(action: () => T): Promise<T> =>
  new Promise((resolve, reject) => {
    soon(() => {
      try {
        resolve(action());
      } catch (error) {
        reject(error);
      }
    });
  });

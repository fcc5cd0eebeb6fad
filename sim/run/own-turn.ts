import { soon } from '../kernel/machine.ts';
import { patiently } from './patiently.ts';

/**
 * Runs `action` at the start of an event loop turn. Programs of a cluster can only run from there: inside a promise continuation,
 * so after any `await`, nothing they start could run to completion. It is called again if the run was starved of CPU.
 */
export const inOwnTurn = <T>(action: () => T): Promise<T> =>
  new Promise((resolve, reject) => {
    soon(() => {
      try {
        resolve(patiently(action));
      } catch (error) {
        reject(error);
      }
    });
  });

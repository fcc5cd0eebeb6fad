import { soon } from '../kernel/machine.ts';

/**
 * Runs `action` at the start of a turn of the event loop. Programs of a cluster can be run from there only: inside of a promise's
 * continuation, so after any `await`, nothing that they start could be run to its end.
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

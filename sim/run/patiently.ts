import { bounded, TimeOver } from './bounded.ts';

/** Steps were stopped at a time limit of which this thread had less than a fifth: the machine is busy. The run can be repeated. */
export class Starved extends Error {
  override readonly name = 'Starved';
}

/** Code that still has not finished at this multiple of its limit, and has hardly used the CPU, is blocked: no machine is that busy. */
export const PATIENCE_MAX = 8;

/** Current multiple of all limits. */
let patience = 1;

/**
 * Repeats an action that was starved of CPU, doubling the limits each time: no verdict may depend on other load.
 * `action` must be able to start anew.
 */
export function patiently<T>(action: () => T): T {
  const before = patience;
  try {
    for (;;)
      try {
        return action();
      } catch (error) {
        if (!(error instanceof Starved)) throw error;
        patience *= 2;
      }
  } finally {
    patience = before;
  }
}

/** Calls `body` in this thread with a limit for {@link patiently}. @throws TimeOver, CtrlC, Starved */
export function boundedPatiently<T>(body: () => T, limitMs: number): T {
  const patientMs = limitMs * patience;
  try {
    return bounded(body, patientMs);
  } catch (error) {
    if (!(error instanceof TimeOver && error.starved) || patience >= PATIENCE_MAX) throw error;
    throw new Starved(
      `the machine is too busy: in ${patientMs / 1000} s of time it gave less than a fifth to the run`,
    );
  }
}

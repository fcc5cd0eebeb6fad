/**
 * Functions of the machine that the tank itself needs, captured at load time: a test may later install its own clock and timers,
 * and
 * the guard of a run removes them.
 */

/** Real time in milliseconds, for time limits and progress, never for the behaviour of a run. */
export const nowMs: () => number = performance.now.bind(performance);

/** Calls back in the next turn of the event loop. */
export const soon: (action: () => void) => void = setImmediate;

/** Yields to other work in this thread. */
export const breathe = (): Promise<void> => new Promise((resolve) => soon(resolve));

/**
 * What the tank itself needs of the machine, taken when it is loaded: a test may put its own clock and timers in their place later, and
 * the guard of a run takes them away.
 */

/** Milliseconds of the machine: for limits of time and progress, never for what a run does. */
export const nowMs: () => number = performance.now.bind(performance);

/** Calls back in the next turn of the event loop. */
export const soon: (action: () => void) => void = setImmediate;

/** Lets others who wait for this thread have their turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => soon(resolve));

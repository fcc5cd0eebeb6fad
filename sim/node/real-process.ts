import realProcess from 'node:process';

/** The real process, for the tank's own code: while programs run, the global `process` is the running program's. */
export const real: NodeJS.Process = realProcess;

/** A process as people call it. Numbers are addresses: clients come after the replicas. */
export const processName = (process: number, replicas: number, noun = 'replica'): string =>
  process < replicas ? `${noun} ${process}` : `client ${process}`;

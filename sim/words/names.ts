/** A process as people call it. Numbers are addresses: clients come after the replicas. */
export const processName = (process: number, replicas: number): string =>
  process < replicas ? `replica ${process}` : `client ${process}`;

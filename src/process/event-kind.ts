/** What an event is; decides who handles it. */
export const EventKind = {
  start: 0,
  message: 1,
  timer: 2,
  disk: 3,
  invoke: 4,
  /** The environment's own: a crash falls due, a partition heals. */
  fault: 5,
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/** What an event is; decides who handles it. */
export const EventKind = {
  start: 0,
  message: 1,
  timer: 2,
  disk: 3,
  invoke: 4,
  /** The environment's own: a crash falls due, a partition heals. */
  fault: 5,
  /** An instant for which a machine has asked. */
  wake: 6,
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

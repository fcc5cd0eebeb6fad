/**
 * Pending events, and the order in which they are handed out. The simulator takes the earliest ({@link EventQueue}); another
 * agenda may hand out any that is enabled. `pop` copies an event into the public fields, so that nothing is allocated.
 */
export interface Agenda {
  /** The event popped last. */
  readonly timeUs: number;
  readonly kind: number;
  readonly process: number;
  /** Sender of a message, number of a timer, number of a fault class. */
  readonly a: number;
  /** Message id, timer generation, disk request, code of a fault. */
  readonly b: number;
  /** The step during which the event was scheduled; 0 before the first. */
  readonly cause: number;
  readonly payload: unknown;
  readonly length: number;
  push(
    timeUs: number,
    kind: number,
    process: number,
    a: number,
    b: number,
    cause: number,
    payload: unknown,
  ): void;
  /** When the next event is due; Infinity when there is none. */
  peekTimeUs(): number;
  /** Takes the next event into the public fields; false when there is none. */
  pop(): boolean;
  /** An independent copy. Payloads are shared: they are immutable. */
  clone(): Agenda;
  /** The pending events as plain data, in an order that depends on the events alone. */
  state(): object;
}

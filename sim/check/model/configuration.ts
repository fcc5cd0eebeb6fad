/**
 * Network semantics. `bag`: unordered, each message delivered as often as it was sent. `merge`: the same, with duplicates merged.
 * `set`: messages stay after delivery and may be delivered again at any time. `links`: FIFO per sender and receiver.
 */
export const NETWORKS = ['bag', 'merge', 'set', 'links'] as const;
export type NetworkKind = (typeof NETWORKS)[number];

/** Maximum occurrences within one run, or `any` for no limit. */
export type Budget = number | 'any';

/**
 * How often a timer may fire: at any time while it is armed, or `idle`: any number of times, but only when no message, disk request or
 * call is left to handle. That is a time-out much longer than all delays.
 */
export type TimerBudget = Budget | 'idle';

/** Which faults and steps are possible besides message delivery, and which states are identified. */
export interface Configuration {
  readonly network: NetworkKind;
  readonly lose: Budget;
  readonly duplicate: Budget;
  /** Crashes with an immediate restart: a process that stays down cannot be told from a slow one. */
  readonly crash: Budget;
  /** Budget by timer name, or by `NAME@PROCESS` for one process alone; a timer that is not listed never fires. */
  readonly timers: Readonly<Record<string, TimerBudget>>;
  /** Whether disk requests complete within the step that issues them, or one by one in any order. */
  readonly disk: 'instant' | 'steps';
  /** Whether a crash may also lose a part of the unsynced writes, rather than all or none. */
  readonly tear: boolean;
  /** Whether a crash may also strike at each named point within a handler. */
  readonly points: boolean;
  /** Whether a client calls its next operation as a separate step, or as soon as it can. */
  readonly calls: 'step' | 'at-once';
  /** Whether small random numbers take one value, or every possible value. */
  readonly random: 'calm' | 'every';
  /** `stateright` counts states as Stateright 0.31 does, for calibration. */
  readonly identity: 'ours' | 'stateright';
  readonly reductions: Reductions;
}

export const hasIdleTimers = ({ timers }: Configuration): boolean => Object.values(timers).includes('idle');

export interface Reductions {
  /** Whether messages that no process will ever react to are removed. */
  readonly deadMessages: boolean;
  readonly symmetry: boolean;
}

export const NO_REDUCTIONS: Reductions = { deadMessages: false, symmetry: false };

/** No faults; messages arrive in any order. */
export const CALM: Configuration = {
  network: 'bag',
  lose: 0,
  duplicate: 0,
  crash: 0,
  timers: {},
  disk: 'instant',
  tear: false,
  points: false,
  calls: 'step',
  random: 'calm',
  identity: 'ours',
  reductions: { deadMessages: true, symmetry: true },
};

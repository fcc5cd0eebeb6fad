/**
 * Where messages wait. `bag`: in any order, each as often as it was sent. `merge`: the same, but equal ones are one. `set`: they stay
 * when they are delivered, and may be delivered again at any time. `links`: in the order in which they were sent, per sender and receiver.
 */
export const NETWORKS = ['bag', 'merge', 'set', 'links'] as const;
export type NetworkKind = (typeof NETWORKS)[number];

/** How often something may happen in one run: a number, or any number of times. */
export type Budget = number | 'any';

/** What may happen besides the delivery of messages, and what counts as one state. */
export interface Configuration {
  readonly network: NetworkKind;
  readonly lose: Budget;
  readonly duplicate: Budget;
  /** Crashes with an immediate restart: a process that stays away for a while cannot be told from a slow one. */
  readonly crash: Budget;
  /** By name of the timer; never when it is not named. */
  readonly timers: Readonly<Record<string, Budget>>;
  /** Requests are answered within the step that makes them, or one by one in any order. */
  readonly disk: 'instant' | 'steps';
  /** What a crash makes of writes that are not synced: all are kept or all are lost, or also only some of them. */
  readonly tear: boolean;
  /** Whether a crash may strike at each named point within a handler, too. */
  readonly points: boolean;
  /** A client calls its next operation as a step of its own, or as soon as it can. */
  readonly calls: 'step' | 'at-once';
  /** Small random numbers have one value, or every one. */
  readonly random: 'calm' | 'every';
  /** `stateright` counts as Stateright 0.31 does, to calibrate against it. */
  readonly identity: 'ours' | 'stateright';
  readonly reductions: Reductions;
}

export interface Reductions {
  /** Messages that nobody will ever react to are left out. */
  readonly deadMessages: boolean;
  readonly symmetry: boolean;
}

export const NO_REDUCTIONS: Reductions = { deadMessages: false, symmetry: false };

/** Nothing goes wrong, and messages arrive in any order. */
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

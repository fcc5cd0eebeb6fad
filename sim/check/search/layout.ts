import type { Space } from '../parts/space.ts';

/**
 * Record format of a state: hash, number, length of the network; then one word for each process, the history, one word for each
 * budget (amount used), optionally the last delivered message, and the network: envelopes in ascending order, or one queue for each
 * link.
 */
export interface Layout {
  readonly processes: number;
  readonly history: number;
  readonly budgets: number;
  /** Offset of the last delivered envelope, plus 1; -1 if it is not part of the state. */
  readonly last: number;
  readonly network: number;
}

export const LOW = 0;
export const HIGH = 1;
export const NUMBER = 2;
export const LENGTH = 3;
export const FIRST_PROCESS = 4;

export function layoutOf({ processes, budgets, configuration, system }: Space): Layout {
  const history = FIRST_PROCESS + processes;
  const behind = history + 1 + budgets.length;
  const hasLast =
    configuration.identity === 'stateright' &&
    configuration.network === 'set' &&
    system.isPlainModel !== true;
  return {
    processes,
    history,
    budgets: history + 1,
    last: hasLast ? behind : -1,
    network: hasLast ? behind + 1 : behind,
  };
}

import type { Sent } from './events.ts';

/** What the handler that a crash ends had done until then. */
export interface BeforeCrash {
  readonly sent: readonly Sent[];
  readonly draws: readonly number[];
  readonly requests: number;
  readonly point?: string;
  readonly pointAt?: number;
}

export const NOTHING_BEFORE: BeforeCrash = { sent: [], draws: [], requests: 0 };

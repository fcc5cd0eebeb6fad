import type { Sent } from './events.ts';

/** What a handler had done before a crash ended it. */
export interface BeforeCrash {
  readonly sent: readonly Sent[];
  readonly draws: readonly number[];
  readonly requests: number;
  readonly point?: string;
  readonly pointAt?: number;
}

export const NOTHING_BEFORE: BeforeCrash = { sent: [], draws: [], requests: 0 };

import { parseInteger, parseMinutes } from '../../input/numbers.ts';

/** Raw options from commander. */
export interface LimitOptions {
  readonly minutes?: string;
  readonly tries?: string;
}

/** Limits of a search, and of the explanation of what it found. */
export interface Limits {
  readonly runsMax: number;
  readonly searchMs: number;
  readonly explainMs: number;
}

const MINUTE_MS = 60_000;
const EXPLAIN_MS = 15_000;
const NONE = Number.POSITIVE_INFINITY;

/** With a limit of tries and none of time, nothing depends on the speed of a machine. @throws BadInput */
export function limitsOf({ minutes, tries }: LimitOptions): Limits {
  const searchMs = minutes === undefined ? MINUTE_MS : parseMinutes(minutes) * MINUTE_MS;
  if (tries === undefined) return { runsMax: NONE, searchMs, explainMs: EXPLAIN_MS };
  const runsMax = parseInteger('--tries', tries, 1);
  return minutes === undefined
    ? { runsMax, searchMs: NONE, explainMs: NONE }
    : { runsMax, searchMs, explainMs: EXPLAIN_MS };
}

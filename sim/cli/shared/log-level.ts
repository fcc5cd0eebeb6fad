import { HAPPENINGS, type HappeningKind } from '../../text/happening.ts';

/** Levels of pino, quiet to loud. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What is told at a level. */
export function kindsAt(level: LogLevel): ReadonlySet<HappeningKind> {
  const loudness = LOG_LEVELS.indexOf(level);
  const kinds = Object.keys(HAPPENINGS) as HappeningKind[]; // its own keys
  return new Set(kinds.filter((kind) => LOG_LEVELS.indexOf(HAPPENINGS[kind]) <= loudness));
}

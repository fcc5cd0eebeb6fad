import { EVENT_KINDS, type EventKind } from '../../events/event.ts';
import { EVENT_LEVELS } from '../../events/event-line.ts';

/** Levels of pino, quiet to loud. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Kinds of events that are logged at a level. */
export function kindsAt(level: LogLevel): ReadonlySet<EventKind> {
  const loudness = LOG_LEVELS.indexOf(level);
  return new Set(EVENT_KINDS.filter((kind) => LOG_LEVELS.indexOf(EVENT_LEVELS[kind]) <= loudness));
}

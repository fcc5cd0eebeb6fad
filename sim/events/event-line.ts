import type { AnyObserver } from '../kernel/subscriptions.ts';
import type { System } from '../scenario/system.ts';
import { EVENT_KINDS, type EventKind } from './event.ts';
import { eventText } from './event-text.ts';
import { type Interest, listener } from './listener.ts';

/** An event, ready to be read. */
export interface EventLine {
  readonly step: number;
  readonly timeUs: number;
  readonly kind: EventKind;
  /** The process at which it happens; null for the tank as a whole. */
  readonly process: number | null;
  readonly text: string;
}

/** Level of an event in a log, by how much it says to a person. */
export const EVENT_LEVELS: Readonly<Record<EventKind, 'warn' | 'info' | 'debug' | 'trace'>> = {
  crash: 'warn',
  start: 'info',
  call: 'info',
  return: 'info',
  heal: 'info',
  fault: 'info',
  observe: 'debug',
  drop: 'debug',
  damage: 'debug',
  end: 'debug',
  due: 'trace',
  durable: 'trace',
  send: 'trace',
  message: 'trace',
  timer: 'trace',
  disk: 'trace',
};

export const ALL_KINDS: ReadonlySet<EventKind> = new Set(EVENT_KINDS);

/** An observer that tells the events of a run in words, one line each. */
export const lineListener = (
  system: System,
  interest: Interest,
  tell: (line: EventLine) => void,
): AnyObserver =>
  listener(interest, (event, { replicas }) => {
    const { step, timeUs, kind, process } = event;
    tell({ step, timeUs, kind, process, text: eventText(event, { system, replicas, style: 'line' }) });
  });

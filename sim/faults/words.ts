import type { FaultEvent } from '../../invariants/observer.ts';
import { count } from '../words/units.ts';
import { faultClasses, faultNamed } from './registry.ts';

/** `1,204 messages lost · 12 partitions`: effects that were counted, the most frequent first, zeros left out. */
export function effectsText(counts: Readonly<Record<string, number>>): string {
  const words = new Map(faultClasses().flatMap((fault) => Object.entries(fault.counts)));
  return Object.entries(counts)
    .filter(([, amount]) => amount > 0)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([name, amount]) => `${count(amount)} ${words.get(name)?.[amount === 1 ? 0 : 1] ?? name}`)
    .join(' · ');
}

/** Name of a kind of effect, in the plural. */
export const effectName = (effect: string): string =>
  faultClasses().find(({ counts }) => effect in counts)?.counts[effect]?.[1] ?? effect;

/** A sentence for an event of the environment. */
export function faultText(event: FaultEvent, name: (process: number) => string): string {
  if (event.fault !== 'outsider') return faultNamed(event.fault)?.tell?.(event, name) ?? event.fault;
  return event['what'] === 'joined'
    ? 'all replicas can reach each other again'
    : `${name(event.process ?? 0)} is left ${OUTSIDE[String(event['what'])] ?? 'out'} when faults stop`;
}

/** Fates of replicas outside the core. */
const OUTSIDE: Readonly<Record<string, string>> = {
  dead: 'dead',
  cut: 'cut off',
  half: 'able to send only',
};

/** A step of the environment that may come to nothing. */
export function dueText(fault: string): string {
  if (fault === 'restart') return 'a restart is due';
  if (fault === 'turn') return 'from here on, other draws';
  const { due, noun = fault } = faultNamed(fault) ?? {};
  return due ?? `${noun}: an event is due`;
}

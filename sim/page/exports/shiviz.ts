import type { Recorded, Recording } from '../recording/recording.ts';

/** The expression with which ShiViz has to read the log: it is the one that ShiViz proposes. */
export const SHIVIZ_PARSER = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`;

/**
 * Two lines an event: host and vector clock, then its text (https://bitbucket.org/bestchai/shiviz/wiki). Each event adds
 * one to the clock of its host; a delivery takes in the clock of its sending. What no process does has no place there.
 */
export function shiviz({ events, processes }: Recording): string {
  const hosts = processes.map((name) => name.replaceAll(/\s+/g, '-'));
  const clocks = hosts.map(() => new Map<string, number>());
  const sent = new Map<number, ReadonlyMap<string, number>>();
  const lines: string[] = [];
  for (const event of events) {
    const at = hostOf(event);
    const host = hosts[at];
    const clock = clocks[at];
    if (host === undefined || clock === undefined) continue;
    if (event.kind === 'message') merge(clock, sent.get(event.id));
    clock.set(host, (clock.get(host) ?? 0) + 1);
    if (event.kind === 'send') sent.set(event.id, new Map(clock));
    lines.push(`${host} ${JSON.stringify(Object.fromEntries(clock))}`, oneLine(event));
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** A dropped message is no event of its sender: it does not know. */
const hostOf = ({ kind, process }: Recorded): number => (kind === 'drop' ? -1 : (process ?? -1));

function merge(into: Map<string, number>, from: ReadonlyMap<string, number> | undefined): void {
  for (const [host, time] of from ?? []) into.set(host, Math.max(time, into.get(host) ?? 0));
}

const oneLine = ({ step, text }: Recorded): string => `${step} ${text.replaceAll(/\s+/g, ' ')}`;

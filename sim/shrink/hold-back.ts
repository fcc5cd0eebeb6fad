import { EventKind } from '../../src/process/event-kind.ts';
import type { AnyObserver } from '../kernel/subscriptions.ts';
import { simulate } from '../run/run.ts';
import type { System } from '../scenario/system.ts';
import type { Candidate } from './candidate.ts';

/**
 * Names of the delays of all that arrived before faults stopped, in order: messages, and what disks were asked for. Who
 * makes one of them long enough has a run without it, and no fault more: a person who draws a run leaves out what
 * plays no part, too.
 */
export function delaysOf(system: System, { scenario, edits }: Candidate): string[] {
  const byMessage = new Map<number, string>();
  const sent = new Map<string, number>();
  let healedAt = Number.POSITIVE_INFINITY;
  const mail: AnyObserver = {
    initial: () => ({}),
    on: {
      send(_, tank, from, to, __, id) {
        const link = `${from}>${to}`;
        const index = (sent.get(link) ?? 0) + 1;
        sent.set(link, index);
        if (!tank.healed) byMessage.set(id, `delay ${link} #${index}`);
      },
      heal(_, tank) {
        healedAt = tank.step;
      },
    },
  };
  const { steps, trace } = simulate(system, scenario, { edits, observers: [mail] });
  const names = new Set<string>();
  for (let step = Math.max(1, steps - trace.capacity + 1); step <= steps; step++) {
    const record = trace.at(step);
    if (record === undefined) continue;
    const { kind, process, b, cause } = record;
    const message = kind === EventKind.message ? byMessage.get(b) : undefined;
    if (message !== undefined) names.add(message);
    if (kind === EventKind.disk && cause <= healedAt) names.add(`disk-delay ${process} #${b}`);
  }
  return [...names];
}

/** A delay that ends after a run of this length, and is the same for runs of much the same length. */
export function longerThan(virtualUs: number): number {
  let delayUs = 1024;
  while (delayUs < 2 * virtualUs) delayUs *= 2;
  return Math.min(delayUs, 2 ** 31);
}

/** The candidate with these delays as long as that. */
export function holdingBack({ scenario, edits }: Candidate, names: readonly string[], us: number): Candidate {
  return { scenario, edits: { ...edits, ...Object.fromEntries(names.map((name) => [name, us])) } };
}

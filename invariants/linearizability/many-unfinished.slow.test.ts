import { describe, expect, it } from 'vitest';
import { amount } from '../../sim/testing/long.ts';
import { checkHistory } from './check.ts';
import type { HistoryEvent } from './history.ts';
import { type RegisterOperation, type RegisterResult, register } from './models/register.ts';
import { generate } from './testing/history.ts';
import { randomFrom } from './testing/random.ts';

type Event = HistoryEvent<RegisterOperation, RegisterResult>;
type Random = (bound: number) => number;

const VALUES = 5;
const oneValue = (random: Random): string => `v${random(VALUES)}`;

const swaps = (random: Random): RegisterOperation => {
  const kind = random(3);
  if (kind === 0) return { kind: 'read' };
  if (kind === 1) return { kind: 'write', value: oneValue(random) };
  return { kind: 'cas', from: oneValue(random), to: oneValue(random) };
};
const writes = (random: Random): RegisterOperation =>
  random(2) === 0 ? { kind: 'read' } : { kind: 'write', value: oneValue(random) };

/** A history of a real register, in which about one in `unknown` operations never returns or has an unknown outcome. */
function history(
  seed: number,
  clients: number,
  unknown: number,
  operations: number,
  operation: (random: Random) => RegisterOperation,
): Event[] {
  const corrupt = (_: Random, result: RegisterResult): RegisterResult => result;
  const options = { operations, clients, unknown, failed: 0, corrupted: 0, operation, corrupt };
  return generate(register, randomFrom(seed), options);
}

/** An unfinished write of a unique value, then the history, then reads by one client. */
function withReads(events: readonly Event[], values: readonly string[]): Event[] {
  const first: Event[] = [
    { type: 'call', id: 0, client: 100, operation: { kind: 'write', value: 'x' } },
    { type: 'unknown', id: 0 },
  ];
  const later = events.map((event) => ({ ...event, id: event.id + 1 }));
  const reads = values.flatMap((value, i): Event[] => [
    { type: 'call', id: 10_000 + i, client: 101, operation: { kind: 'read' } },
    { type: 'ok', id: 10_000 + i, result: { kind: 'read', value } },
  ]);
  return [...first, ...later, ...reads];
}

const unfinished = (events: readonly Event[]): number =>
  events.filter(({ type }) => type === 'call').length - events.filter(({ type }) => type === 'ok').length;

describe('histories with many unfinished operations', () => {
  it.each([
    ['swaps', 5, 24, 450, swaps, 100],
    ['swaps of many clients', 15, 28, 400, swaps, 100],
    ['repeated writes of many clients', 15, 13, amount(150, 200), writes, amount(15, 25)],
  ] as const)('should get a verdict: %s', (_, clients, unknown, operations, operation, least) => {
    for (let seed = 1; seed <= amount(1, 2); seed += 1) {
      const events = history(seed, clients, unknown, operations, operation);
      expect(unfinished(events)).toBeGreaterThanOrEqual(least);
      expect(checkHistory(register, events).verdict.type).toBe('linearizable');
      // An unfinished write takes effect once, not twice with others in between.
      const once = withReads(events, ['v0', 'x', 'v1', 'v0']);
      expect(checkHistory(register, once).verdict.type).toBe('linearizable');
      const twice = withReads(events, ['v0', 'x', 'v1', 'x']);
      const { verdict } = checkHistory(register, twice);
      expect(verdict).toMatchObject({ type: 'not-linearizable', event: twice.length - 1 });
    }
  });

  it('should not take one that nobody can have seen for a reason to give up', () => {
    const unseen = Array.from({ length: 200 }, (_, i): Event[] => [
      { type: 'call', id: 20_000 + i, client: 200 + i, operation: { kind: 'write', value: `w${i}` } },
    ]).flat();
    const events = [
      ...unseen,
      ...history(5, 8, 0, 300, writes).map((event) => ({ ...event, id: event.id + 30_000 })),
    ];
    expect(checkHistory(register, events).verdict.type).toBe('linearizable');
  });
});

import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from './history.ts';
import { type RegisterOperation, type RegisterResult, register } from './models/register.ts';
import { firstBadByBruteForce } from './testing/brute-force.ts';
import { generate } from './testing/history.ts';
import { randomFrom } from './testing/random.ts';
import { initialZones, ZoneLimit, zoneCall, zoneFailed, zoneReturned, zoneUnknown } from './zones.ts';

type Event = HistoryEvent<RegisterOperation, RegisterResult>;

/** Index of the first bad event, -1 if none; undefined when the monitor cannot judge the history. */
function firstBadByZones(history: readonly Event[]): number | undefined {
  const state = initialZones();
  try {
    for (let i = 0; i < history.length; i += 1) {
      const event = history[i];
      if (event?.type === 'call') zoneCall(state, event.id, event.client, event.operation);
      else if (event?.type === 'unknown') zoneUnknown(state, event.id);
      else if (event?.type === 'fail' && zoneFailed(state, event.id) !== undefined) return i;
      else if (event?.type === 'ok' && zoneReturned(state, event.id, event.result) !== undefined) return i;
    }
  } catch (error) {
    if (error instanceof ZoneLimit) return undefined;
    throw error;
  }
  return -1;
}

/** Every value is written once; a swap is mostly away from a value of a moment ago. */
const distinct = {
  operation(random: (bound: number) => number, id: number): RegisterOperation {
    const kind = random(10);
    if (kind < 4) return { kind: 'read' };
    if (kind < 7) return { kind: 'write', value: `v${id}` };
    const from = id - 1 - random(3);
    return { kind: 'cas', from: from < 0 ? null : `v${from}`, to: `v${id}` };
  },
  corrupt(random: (bound: number) => number, result: RegisterResult): RegisterResult {
    if (result.kind === 'read') return { kind: 'read', value: random(9) === 0 ? null : `v${random(12)}` };
    return result.kind === 'cas' ? { kind: 'cas', swapped: true } : result;
  },
};

const history = (seed: number): Event[] => {
  const random = randomFrom(seed);
  return generate(register, random, {
    operations: 3 + random(10),
    clients: 1 + random(6),
    unknown: [0, 0, 20, 50][random(4)] ?? 0,
    failed: [0, 10][random(2)] ?? 0,
    corrupted: [0, 5, 15][random(3)] ?? 0,
    ...distinct,
  });
};

describe('zone monitor', () => {
  it('should find the same first bad event as brute force', () => {
    let judged = 0;
    let bad = 0;
    let swaps = 0;
    for (let seed = 1; seed <= 20_000; seed += 1) {
      const events = history(seed);
      const found = firstBadByZones(events);
      if (found === undefined) continue;
      judged += 1;
      swaps += events.filter((event) => event.type === 'ok' && event.result.kind === 'cas').length;
      if (found >= 0) bad += 1;
      const expected = firstBadByBruteForce(register, events);
      if (found !== expected) expect({ seed, found, events }).toEqual({ seed, found: expected, events });
    }
    expect(judged).toBeGreaterThan(5000);
    expect(swaps).toBeGreaterThan(1000);
    expect(bad).toBeGreaterThan(judged / 10);
    expect(bad).toBeLessThan((judged * 9) / 10);
  });

  it('should refuse what it cannot judge', () => {
    const twice = initialZones();
    zoneCall(twice, 0, 0, { kind: 'write', value: 'a' });
    expect(() => zoneCall(twice, 1, 1, { kind: 'write', value: 'a' })).toThrow(ZoneLimit);
    const refused = initialZones();
    zoneCall(refused, 0, 0, { kind: 'cas', from: 'b', to: 'c' });
    expect(() => zoneReturned(refused, 0, { kind: 'cas', swapped: false })).toThrow(ZoneLimit);
  });

  it('should not keep more than the open operations need, however long the history is', () => {
    const random = randomFrom(7);
    const options = { operations: 20_000, clients: 5, unknown: 0, failed: 0, corrupted: 0 };
    const state = initialZones();
    let most = 0;
    const operation = (draw: (bound: number) => number, id: number): RegisterOperation =>
      draw(2) === 0 ? { kind: 'read' } : { kind: 'write', value: `v${id}` };
    for (const event of generate(register, random, { ...options, operation, corrupt: distinct.corrupt })) {
      if (event.type === 'call') zoneCall(state, event.id, event.client, event.operation);
      else if (event.type === 'ok') expect(zoneReturned(state, event.id, event.result)).toBeUndefined();
      most = Math.max(most, state.blocks.length, state.clusters.size);
    }
    expect(most).toBeLessThan(100);
  });
});

import { describe, expect, it } from 'vitest';
import { checkHistory } from '../../../invariants/linearizability/check.ts';
import type { HistoryEvent as Recorded } from '../../../invariants/linearizability/history.ts';
import { counter } from '../../../invariants/linearizability/models/counter.ts';
import { register } from '../../../invariants/linearizability/models/register.ts';
import { mix } from '../../../src/process/digest.ts';
import type { Outcome } from '../../../src/process/process.ts';
import type { HistoryEvent } from '../handlers/events.ts';
import type { AnyModel } from '../model/check-system.ts';
import { Explanations } from './explanations.ts';

const asAny = (model: unknown): AnyModel => model as AnyModel; // models the operations that the test generates

const CLIENTS = 3;

/** A random history of three clients, correct or not, with all kinds of outcomes. */
function randomHistory(seed: number): readonly HistoryEvent[] {
  let word = mix(0x1234, seed);
  const below = (bound: number): number => {
    word = mix(word, 0x9e3779b9);
    return (word >>> 0) % bound;
  };
  const events: HistoryEvent[] = [];
  const open = new Map<number, { readonly index: number; readonly kind: string }>();
  const called = [0, 0, 0];
  for (let i = 0; i < 12; i++) {
    const client = below(CLIENTS);
    const current = open.get(client);
    if (current === undefined) {
      const index = called[client] ?? 0;
      called[client] = index + 1;
      const operation = below(2) === 0 ? { kind: 'read' } : { kind: 'write', value: `${client}.${index}` };
      open.set(client, { index, kind: operation.kind });
      events.push({ type: 'call', client, index, operation });
    } else {
      open.delete(client);
      const value = below(4) === 0 ? null : `${below(CLIENTS)}.${below(2)}`;
      const ok: Outcome<unknown> = {
        type: 'ok',
        result: current.kind === 'read' ? { kind: 'read', value } : { kind: 'write' },
      };
      const outcomes: readonly Outcome<unknown>[] = [
        ok,
        ok,
        ok,
        { type: 'unknown' },
        { type: 'failed', reason: 'test' },
      ];
      events.push({ type: 'return', client, index: current.index, outcome: outcomes[below(5)] ?? ok });
    }
  }
  return events;
}

/** The verdict of the checker for whole histories. */
function judged(events: readonly HistoryEvent[]): boolean {
  const ids = new Map<string, number>();
  const recorded = events.map((event): Recorded<unknown, unknown> => {
    const key = `${event.client}.${event.index}`;
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    if (event.type === 'call') return { type: 'call', id, client: event.client, operation: event.operation };
    const { outcome } = event;
    if (outcome.type === 'ok') return { type: 'ok', id, result: outcome.result };
    return { type: outcome.type === 'failed' ? 'fail' : 'unknown', id };
  });
  return checkHistory(asAny(register), recorded).verdict.type === 'linearizable';
}

describe('explanations', () => {
  it('should judge random histories as the checker of whole histories does', () => {
    const verdicts = [0, 0];
    for (let seed = 0; seed < 400; seed++) {
      const events = randomHistory(seed);
      const explanations = new Explanations(asAny(register));
      let history = 0;
      for (const event of events) history = explanations.after(history, [event]);
      const isGood = !explanations.isBad(history);
      expect([seed, isGood]).toEqual([seed, judged(events)]);
      verdicts[isGood ? 1 : 0] = (verdicts[isGood ? 1 : 0] ?? 0) + 1;
    }
    expect(Math.min(...verdicts)).toBeGreaterThan(50);
  });

  it('should be one state for histories with the same future', () => {
    const explanations = new Explanations(asAny(counter));
    const add = (client: number, index: number, value: number): readonly HistoryEvent[] => [
      { type: 'call', client, index, operation: { kind: 'add', amount: 1 } },
      { type: 'return', client, index, outcome: { type: 'ok', result: { kind: 'add', value } } },
    ];
    const one = explanations.after(explanations.after(0, add(0, 0, 1)), add(1, 0, 2));
    const other = explanations.after(explanations.after(0, add(1, 0, 1)), add(0, 0, 2));
    expect(one).toBe(other);
    expect(explanations.isBad(explanations.after(one, add(0, 1, 2)))).toBe(true);
    expect(explanations.isBad(explanations.after(one, add(0, 1, 3)))).toBe(false);
  });
});

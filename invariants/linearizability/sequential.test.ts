import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from './history.ts';
import { type KvOperation, type KvResult, kv } from './models/kv.ts';
import { isSequential } from './sequential.ts';
import { generate } from './testing/history.ts';
import { randomFrom } from './testing/random.ts';
import { kvWorkload } from './testing/workloads.ts';
import { type KnownOp, operationsOf } from './whole-history.ts';

type Op = KnownOp<KvOperation, KvResult>;

/** By trying every order that keeps the clients' own. */
function bySlowSearch(
  clients: readonly (readonly Op[])[],
  states: ReadonlyMap<string, string | null>,
): boolean {
  if (clients.every((ops) => ops.every(({ returnedAt }) => returnedAt === Infinity))) return true;
  return clients.some(([op, ...rest], i) => {
    if (op === undefined) return false;
    const left = clients.map((ops, j) => (i === j ? rest : ops));
    if (op.returnedAt === Infinity && bySlowSearch(left, states)) return true;
    const key = op.operation.key;
    const { state, result } = kv.apply(states.get(key) ?? null, op.operation);
    if (op.result !== undefined && !kv.sameResult(result, op.result)) return false;
    return bySlowSearch(left, new Map(states).set(key, state));
  });
}

function history(seed: number): HistoryEvent<KvOperation, KvResult>[] {
  const random = randomFrom(seed);
  return generate(kv, random, {
    operations: 3 + random(5),
    clients: 1 + random(3),
    unknown: [0, 20][random(2)] ?? 0,
    failed: [0, 10][random(2)] ?? 0,
    corrupted: 20,
    ...kvWorkload(random(4)),
  });
}

describe('sequential consistency', () => {
  it('should be what trying every order says', () => {
    let no = 0;
    for (let seed = 1; seed <= 2_000; seed += 1) {
      const partitions = operationsOf(kv, history(seed));
      const clients = new Map<number, Op[]>();
      for (const op of [...partitions.values()].flat().sort((a, b) => a.calledAt - b.calledAt))
        clients.set(op.client, [...(clients.get(op.client) ?? []), op]);
      const expected = bySlowSearch([...clients.values()], new Map()) ? 'yes' : 'no';
      if (expected === 'no') no += 1;
      expect({ seed, verdict: isSequential(kv, partitions) }).toEqual({ seed, verdict: expected });
    }
    expect(no).toBeGreaterThan(200);
    expect(no).toBeLessThan(1_800);
  });

  it('should say so when the budget is spent', () => {
    const written = operationsOf<string | null, KvOperation, KvResult>(kv, [
      { type: 'call', id: 0, client: 0, operation: { kind: 'write', key: 'k', value: '1' } },
      { type: 'ok', id: 0, result: { kind: 'write' } },
    ]);
    expect(isSequential(kv, written, 0)).toBe('unknown');
    expect(isSequential(kv, written, 1)).toBe('yes');
  });
});

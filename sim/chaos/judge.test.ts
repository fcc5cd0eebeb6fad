import { expect, it } from 'vitest';
import own from '../../docs/tutorial/abd.ts';
import type { HistoryEvent } from '../../invariants/linearizability/history.ts';
import { servedScenario } from '../served/serving.ts';
import { abd } from '../systems/registers.ts';
import { judgeHistory } from './judge.ts';

const LOST: readonly HistoryEvent<unknown, unknown>[] = [
  { type: 'call', id: 0, client: 0, operation: { kind: 'write', value: 'a' } },
  { type: 'ok', id: 0, result: { kind: 'write' } },
  { type: 'call', id: 1, client: 1, operation: { kind: 'read' } },
  { type: 'ok', id: 1, result: { kind: 'read', value: null } },
];

// A system with a model of its own is judged by its invariant.
it.each([
  ['abd', abd],
  ['./abd.ts', own],
])(
  'should say that the clients of the history are not numbered as those of the merged run (%s)',
  (name, system) => {
    const [finding] = judgeHistory(name, system.build(servedScenario(system, 3)), LOST);
    expect(finding?.kind).toBe('not-linearizable');
    expect(finding?.facts.at(-1)).toMatch(/^clients have their numbers in history\.jsonl here/);
  },
);

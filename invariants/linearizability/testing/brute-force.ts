import type { HistoryEvent } from '../history.ts';
import type { SequentialModel } from '../model.ts';

interface Known<Operation, Result> {
  readonly operation: Operation;
  readonly call: number;
  /** Infinity while it has not returned. */
  end: number;
  result: Result | undefined;
  failed: boolean;
}

/**
 * Index of the first event after which no legal order exists; -1 if there is one for the whole history. By trying every
 * order of every prefix: nothing here is clever, and nothing is shared with the checker under test.
 */
export function firstBadByBruteForce<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  history: readonly HistoryEvent<Operation, Result>[],
): number {
  const ops = new Map<number, Known<Operation, Result>>();
  for (let i = 0; i < history.length; i += 1) {
    const event = history[i];
    if (event === undefined) continue;
    if (event.type === 'call') {
      const { operation } = event;
      ops.set(event.id, { operation, call: i, end: Infinity, result: undefined, failed: false });
      continue;
    }
    const op = ops.get(event.id);
    if (op === undefined || event.type === 'unknown') continue;
    if (event.type === 'fail') op.failed = true;
    else {
      op.end = i;
      op.result = event.result;
    }
    if (
      !isLinearizable(
        model,
        [...ops.values()].filter((known) => !known.failed),
      )
    )
      return i;
  }
  return -1;
}

function isLinearizable<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  ops: readonly Known<Operation, Result>[],
): boolean {
  const parts = new Map<string, Known<Operation, Result>[]>();
  for (const op of ops) {
    const name = model.partition?.(op.operation) ?? '';
    const part = parts.get(name);
    if (part === undefined) parts.set(name, [op]);
    else part.push(op);
  }
  return [...parts.values()].every((part) => hasOrder(model, model.initial, part, new Set()));
}

function hasOrder<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  state: State,
  left: readonly Known<Operation, Result>[],
  failures: Set<string>,
): boolean {
  if (left.every((op) => op.end === Infinity)) return true;
  const memo = `${String(model.key(state))} ${left.map((op) => op.call).join()}`;
  if (failures.has(memo)) return false;
  const earliestEnd = Math.min(...left.map((op) => op.end));
  for (const op of left) {
    if (op.call > earliestEnd) continue;
    for (const step of model.steps(state, op.operation)) {
      if (op.result !== undefined && !model.sameResult(step.result, op.result)) continue;
      if (
        hasOrder(
          model,
          step.state,
          left.filter((other) => other !== op),
          failures,
        )
      )
        return true;
    }
  }
  failures.add(memo);
  return false;
}

import type { SequentialModel } from './model.ts';
import type { KnownOp } from './whole-history.ts';

export type SequentialVerdict = 'yes' | 'no' | 'unknown';

const BUDGET = 300_000;

/**
 * Whether there is a legal order that keeps the order of each client, whatever real time says: sequential consistency (Lamport 1979).
 * It is a property of the whole object, and not of its parts. Operations that did not return may be left out.
 *
 * @param partitions the operations of each partition, in the order of their calls
 * @param budget model steps that may be tried
 */
export function isSequential<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partitions: ReadonlyMap<string, readonly KnownOp<Operation, Result>[]>,
  budget = BUDGET,
): SequentialVerdict {
  const names = [...partitions.keys()];
  const clients = byClient(partitions);
  const states = names.map(() => model.initial);
  const positions = clients.map(() => 0);
  const dead = new Set<string>();
  let spent = 0;
  let left = clients.flat().filter(({ op }) => op.returnedAt !== Infinity).length;
  const stack: { client: number; option: number; part: number; before: State; must: boolean }[] = [];
  let client = 0;
  let option = 0;
  for (;;) {
    if (left === 0) return 'yes';
    let moved = false;
    for (; client < clients.length && !moved; client += 1) {
      const next = clients[client]?.[positions[client] ?? 0];
      if (next === undefined) {
        option = 0;
        continue;
      }
      const { op, part } = next;
      // The cast: there is a state for each part.
      const before = states[part] as State;
      const steps = model.steps(before, op.operation);
      // Behind the steps of an operation that did not return there is one more choice: it never acts.
      const options = steps.length + (op.returnedAt === Infinity ? 1 : 0);
      for (; option < options && !moved; option += 1) {
        spent += 1;
        if (spent > budget) return 'unknown';
        const step = steps[option];
        if (step !== undefined && op.result !== undefined && !model.sameResult(step.result, op.result))
          continue;
        positions[client] = (positions[client] ?? 0) + 1;
        if (step !== undefined) states[part] = step.state;
        const key = `${positions.join()} ${states.map((state) => JSON.stringify(String(model.key(state)))).join()}`;
        if (dead.has(key)) {
          positions[client] = (positions[client] ?? 0) - 1;
          states[part] = before;
          continue;
        }
        dead.add(key); // nobody has to come here again, whether it leads anywhere or not
        const must = op.returnedAt !== Infinity;
        if (must) left -= 1;
        stack.push({ client, option, part, before, must });
        moved = true;
      }
      if (!moved) option = 0;
    }
    if (moved) {
      client = 0;
      option = 0;
      continue;
    }
    const last = stack.pop();
    if (last === undefined) return 'no';
    client = last.client;
    option = last.option + 1;
    positions[client] = (positions[client] ?? 0) - 1;
    states[last.part] = last.before;
    if (last.must) left += 1;
  }
}

function byClient<Operation, Result>(
  partitions: ReadonlyMap<string, readonly KnownOp<Operation, Result>[]>,
): { readonly op: KnownOp<Operation, Result>; readonly part: number }[][] {
  const clients = new Map<number, { readonly op: KnownOp<Operation, Result>; readonly part: number }[]>();
  let part = 0;
  for (const ops of partitions.values()) {
    for (const op of ops) {
      const own = clients.get(op.client);
      if (own === undefined) clients.set(op.client, [{ op, part }]);
      else own.push({ op, part });
    }
    part += 1;
  }
  return [...clients.values()].map((ops) => ops.sort((a, b) => a.op.calledAt - b.op.calledAt));
}

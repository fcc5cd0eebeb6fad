import type { Op, Partition } from './partition.ts';

/** Puts an operation among those that will never return. `words` are equal for equal operations. */
export function addUnknown<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  op: Op<State, Operation, Result>,
  words: string,
): void {
  op.unknown = words;
  insert(partition.unknown, op);
  if (op.gives === undefined) addTo(partition.unknownShifters, words, op);
  for (const key of op.gives ?? []) {
    const groups = partition.unknownBlind.get(key) ?? new Map<string, Op<State, Operation, Result>[]>();
    partition.unknownBlind.set(key, groups);
    addTo(groups, likeness(op, words), op);
  }
}

/** Equal for operations that may give the same states. */
const likeness = <State, Operation, Result>(
  { gives }: Op<State, Operation, Result>,
  words: string | undefined,
): string => (gives?.length === 1 ? '' : (words ?? ''));

function addTo<Key, State, Operation, Result>(
  groups: Map<Key, Op<State, Operation, Result>[]>,
  key: Key,
  op: Op<State, Operation, Result>,
): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [op]);
  else insert(group, op);
}

function removeFrom<Key, State, Operation, Result>(
  groups: Map<Key, Op<State, Operation, Result>[]>,
  key: Key,
  op: Op<State, Operation, Result>,
): void {
  const left = groups.get(key)?.filter((other) => other !== op) ?? [];
  if (left.length > 0) groups.set(key, left);
  else groups.delete(key);
}

/** Keeps the order of calls. */
function insert<State, Operation, Result>(
  ops: Op<State, Operation, Result>[],
  op: Op<State, Operation, Result>,
): void {
  let at = ops.length;
  while (at > 0 && (ops[at - 1]?.calledAt ?? 0) > op.calledAt) at -= 1;
  ops.splice(at, 0, op);
}

/** An operation with unknown outcome that took effect in every configuration is as good as returned. */
export function forgetUsed<State, Operation, Result>(partition: Partition<State, Operation, Result>): void {
  const { configurations } = partition;
  const first = configurations[0];
  if (first === undefined || first.used.length === 0) return;
  const everywhere = first.used.filter((id) => configurations.every(({ used }) => used.includes(id)));
  if (everywhere.length === 0) return;
  for (const op of partition.unknown) {
    if (!everywhere.includes(op.id)) continue;
    for (const key of op.gives ?? []) {
      const groups = partition.unknownBlind.get(key);
      if (groups === undefined) continue;
      removeFrom(groups, likeness(op, op.unknown), op);
      if (groups.size === 0) partition.unknownBlind.delete(key);
    }
    if (op.gives === undefined) {
      removeFrom(partition.unknownShifters, op.unknown ?? '', op);
      partition.shifters -= 1;
    }
  }
  partition.unknown = partition.unknown.filter((op) => !everywhere.includes(op.id));
  partition.configurations = configurations.map((configuration) => ({
    ...configuration,
    used: configuration.used.filter((id) => !everywhere.includes(id)),
  }));
}

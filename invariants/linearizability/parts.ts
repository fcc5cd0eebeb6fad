import type { HistoryColumns } from './history.ts';
import type { SequentialModel } from './model.ts';

/** The partitions of a history, by number. */
export interface HistoryParts {
  readonly names: readonly string[];
  /** The part of each operation. */
  readonly of: Int32Array;
  indexOf(name: string): number;
}

export function partsOf<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  { operations }: HistoryColumns<Operation, Result>,
): HistoryParts {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const of = new Int32Array(operations.length);
  operations.forEach((operation, id) => {
    const name = model.partition?.(operation) ?? '';
    let part = numbers.get(name);
    if (part === undefined) {
      part = names.length;
      names.push(name);
      numbers.set(name, part);
    }
    of[id] = part;
  });
  return { names, of, indexOf: (name) => numbers.get(name) ?? 0 };
}

import type { HistoryEvent } from './history.ts';
import type { SequentialModel } from './model.ts';

/** The partitions of a history, by number. */
export interface EventParts {
  readonly names: readonly string[];
  /** The part of each event. */
  readonly ofEvent: Int32Array;
  readonly operations: number;
  indexOf(name: string): number;
  /** Parts with operations of one client that touch in time. */
  touching(pairs: ReadonlyMap<number, number> | undefined): ReadonlySet<number>;
}

export function partsOf<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
): EventParts {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const ofEvent = new Int32Array(events.length);
  const ofId: number[] = [];
  let operations = 0;
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i];
    if (event === undefined) continue;
    if (event.type === 'call') {
      operations += 1;
      const name = model.partition?.(event.operation) ?? '';
      let part = numbers.get(name);
      if (part === undefined) {
        part = names.length;
        names.push(name);
        numbers.set(name, part);
      }
      ofId[event.id] = part;
    }
    ofEvent[i] = ofId[event.id] ?? 0;
  }
  let touched: Set<number> | undefined;
  return {
    names,
    ofEvent,
    operations,
    indexOf: (name) => numbers.get(name) ?? 0,
    touching(pairs) {
      touched ??= new Set([...(pairs?.keys() ?? [])].map((id) => ofId[id] ?? 0));
      return touched;
    },
  };
}

import type { HistoryCheck } from '../../../invariants/linearizability/check.ts';
import type { BoundHistory } from '../../../invariants/linearizability/formats/bound.ts';
import type { SequentialModel } from '../../../invariants/linearizability/model.ts';
import type { Weaker } from '../../../invariants/linearizability/weaker.ts';

/** One history, judged. */
export interface Judgement {
  readonly file: string;
  readonly format: string;
  readonly model: string;
  readonly check: HistoryCheck;
  readonly processes: number;
  /** What the verdict rests on, beside the operations that returned. */
  readonly basis: Basis;
  /** Line of the first bad event. */
  readonly line: number | undefined;
  /** The operations that clash, the bad one first. */
  readonly clash: readonly {
    readonly words: string;
    readonly called: number;
    readonly returned: number | undefined;
  }[];
  readonly weaker: Weaker | undefined;
}

/** How many operations of each kind. */
export interface Basis {
  /** They returned. */
  readonly returned: number;
  /** They failed without effect. */
  readonly failed: number;
  /** Nobody knows whether they acted. */
  readonly unknown: number;
  /** They returned, but the file does not say what. */
  readonly untold: number;
}

/** The operations that clash, with their lines. */
export function clashOf<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  { events, lines, processes }: BoundHistory<Operation, Result>,
  last: number,
  ids: readonly number[],
): Judgement['clash'] {
  return ids.map((id) => {
    const call = events.findIndex((event) => event.type === 'call' && event.id === id);
    const end = events.findIndex((event, i) => i <= last && event.type === 'ok' && event.id === id);
    const called = events[call];
    const returned = events[end];
    if (called?.type !== 'call') throw new Error(`no operation ${id}`);
    const result = returned?.type === 'ok' ? returned.result : undefined;
    const client = processes.get(called.client) ?? String(called.client);
    return {
      words: `client ${client}: ${model.describe(called.operation, result)}`,
      called: lines[call] ?? 0,
      returned: lines[end],
    };
  });
}

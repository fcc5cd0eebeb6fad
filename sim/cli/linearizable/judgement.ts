import type { HistoryCheck } from '../../../invariants/linearizability/check.ts';
import { type BoundHistory, lineOf } from '../../../invariants/linearizability/formats/bound.ts';
import { End } from '../../../invariants/linearizability/history.ts';
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
  history: BoundHistory<Operation, Result>,
  last: number,
  ids: readonly number[],
): Judgement['clash'] {
  const { codes, clients, operations, results, ends } = history.columns;
  return ids.map((id) => {
    const end = codes.indexOf(2 * id + 1);
    const returned = end >= 0 && end <= last && ends[id] === End.ok;
    const operation = operations[id] as Operation; // there is one for each id
    const client = history.processes.get(clients[id] ?? 0) ?? String(clients[id]);
    return {
      words: `client ${client}: ${model.describe(operation, returned ? results[id] : undefined)}`,
      called: lineOf(history, codes.indexOf(2 * id)),
      returned: returned ? lineOf(history, end) : undefined,
    };
  });
}

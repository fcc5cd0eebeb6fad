import { frozenCopy } from '../../src/process/frozen-copy.ts';
import type { Outcome } from '../../src/process/process.ts';
import type { Invariant, Tank } from '../observer.ts';
import { explain } from './explain.ts';
import type { SequentialModel } from './model.ts';
import type { Bad, CheckerOptions, CheckerState } from './online.ts';
import { onlineChecker } from './online.ts';

export interface LinearizabilityState<State, Operation, Result> {
  readonly checker: CheckerState<State, Operation, Result>;
  /** The operation that each client has open. */
  readonly openOf: Map<number, number>;
  /** Open operations that are not judged. */
  readonly leftOut: Set<number>;
}

/** What is judged, and how much work that may be. */
export interface LinearizabilityOptions<Operation> extends CheckerOptions {
  /** Operations that promise less: the history is judged as if they had not been. None when absent. */
  readonly leftOut?: (operation: Operation) => boolean;
}

/** What the verdict rests on. */
export interface LinearizabilityCoverage {
  /** Independent parts of the object, e.g. keys, that were used. */
  readonly partitions: number;
  /** Returns that were judged. */
  readonly judged: number;
  /** Parts that became too expensive to check: what they returned from then on was *not* judged. */
  readonly undecided: number;
}

/**
 * I17. Judged at every return, from the histories of the clients alone. A client that crashes never learns the outcome of
 * its operation, which may then act at any later time, or never; so does one whose client calls again before it returned.
 */
export function linearizability<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  options: LinearizabilityOptions<Operation> = {},
): Invariant<LinearizabilityState<State, Operation, Result>> {
  const checker = onlineChecker(model, options);
  const report = (tank: Tank, bad: Bad<State, Operation, Result> | undefined): void => {
    if (bad === undefined) return;
    const { title, facts, named, witness } = explain(model, bad);
    tank.violate({ title, facts, witness, operations: named });
  };
  return {
    id: 'I17',
    name: 'linearizability',
    statement:
      'at every return, the operations of each key have a legal sequential order which respects real time, where those with unknown outcome act any time later or never',
    initial: () => ({ checker: checker.initial(), openOf: new Map(), leftOut: new Set() }),
    on: {
      call(state, _tank, client, id, operation) {
        const open = state.openOf.get(client);
        if (open !== undefined) checker.unknown(state.checker, open);
        // The cast: the workload draws the operations of this model.
        const called = frozenCopy(operation as Operation); // whatever its client does with it
        if (options.leftOut?.(called) === true) {
          state.openOf.delete(client);
          state.leftOut.add(id);
          return;
        }
        state.openOf.set(client, id);
        checker.call(state.checker, id, client, called);
      },
      return(state, tank, client, id, outcome) {
        if (state.leftOut.delete(id)) return;
        if (state.openOf.get(client) === id) state.openOf.delete(client);
        // The cast: clients return results of this model, or what the system made of them: `sameResult` tells.
        const ended = frozenCopy(outcome as Outcome<Result>);
        const { undecided } = state.checker;
        if (ended.type === 'ok') report(tank, checker.returned(state.checker, id, ended.result));
        else if (ended.type === 'failed') report(tank, checker.failed(state.checker, id));
        else checker.unknown(state.checker, id);
        // what is not judged any more is said: a quiet green would not be one
        if (state.checker.undecided > undecided) tank.probe('history-too-hard');
      },
    },
  };
}

/** How much was checked: an undecided part is not a correct one. */
export function coverage<State, Operation, Result>(
  state: LinearizabilityState<State, Operation, Result>,
): LinearizabilityCoverage {
  const { partitions, judged, undecided } = state.checker;
  return { partitions: partitions.size, judged, undecided };
}

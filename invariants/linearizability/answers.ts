import type { SequentialModel } from './model.ts';

/** The operation took effect with an unknown result: every result matches. */
export const UNTOLD = { answer: 'untold' } as const;
/** It ran, and answered no, which operations of its kind never do. */
export const REFUSED = { answer: 'refused' } as const;

export type Answer<Result> = Result | typeof UNTOLD | typeof REFUSED;

/** The same object, for histories that do not tell every answer, or in which an operation says no that has no reason to. */
export function withAnswers<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
): SequentialModel<State, Operation, Answer<Result>> {
  const isTold = (answer: Answer<Result>): answer is Result => answer !== UNTOLD && answer !== REFUSED;
  const { describeState, partition, asRegister, blind, pure, enablers, before } = model;
  return {
    name: model.name,
    initial: model.initial,
    ...(model.isFinite === undefined ? {} : { isFinite: model.isFinite }),
    steps: (state, operation) => model.steps(state, operation),
    key: (state) => model.key(state),
    sameResult(a, b) {
      if (a === UNTOLD || b === UNTOLD) return a !== REFUSED && b !== REFUSED;
      return isTold(a) && isTold(b) && model.sameResult(a, b);
    },
    kind: (operation) => model.kind(operation),
    describe(operation, result) {
      if (result === REFUSED) return `${model.describe(operation)} (refused)`;
      return result === undefined || result === UNTOLD
        ? model.describe(operation)
        : model.describe(operation, isTold(result) ? result : undefined);
    },
    ...(describeState === undefined
      ? {}
      : { describeState: (state: State, operation: Operation) => describeState(state, operation) }),
    ...(partition === undefined ? {} : { partition: (operation: Operation) => partition(operation) }),
    ...(asRegister === undefined ? {} : { asRegister: (operation: Operation) => asRegister(operation) }),
    ...(blind === undefined ? {} : { blind: (operation: Operation) => blind(operation) }),
    ...(pure === undefined
      ? {}
      : {
          pure: (operation: Operation, result: Answer<Result> | undefined) =>
            pure(operation, result === undefined || !isTold(result) ? undefined : result),
        }),
    enablers(operation, result) {
      if (result === REFUSED) return [];
      return isTold(result) ? enablers?.(operation, result) : undefined;
    },
    ...(before === undefined
      ? {}
      : { before: (operation: Operation, after: State) => before(operation, after) }),
  };
}

import type { SequentialModel, Step } from '../model.ts';
import type { HistoryOptions } from './history.ts';

/** `write` leaves one of some values, and does not always tell which; `raise` adds one to what is there. */
export type VagueOperation =
  | { readonly kind: 'write'; readonly values: readonly number[]; readonly tells: boolean }
  | { readonly kind: 'raise' }
  | { readonly kind: 'read' };

/** The value after it; null: not told. */
export type VagueResult = number | null;

const VALUES_MAX = 6;

/** Blind operations with several outcomes, some of them with one result, beside one that is not blind. */
export const vague: SequentialModel<number, VagueOperation, VagueResult> = {
  name: 'vague register',
  initial: 0,
  steps(state, operation): readonly Step<number, VagueResult>[] {
    switch (operation.kind) {
      case 'write':
        return operation.values.map((value) => ({ state: value, result: operation.tells ? value : null }));
      case 'raise':
        return [raised(state)];
      case 'read':
        return [{ state, result: state }];
      default:
        return operation satisfies never;
    }
  },
  key: (state) => state,
  sameResult: (a, b) => a === b,
  kind: ({ kind }) => kind,
  describe: ({ kind }, result) => `${kind}${result === undefined ? '' : ` = ${result}`}`,
  blind: ({ kind }) => kind === 'write',
  pure: ({ kind }) => kind === 'read',
  enablers(operation, result) {
    if (operation.kind === 'read') return result === null ? [] : [result];
    if (operation.kind === 'write' || result === null) return undefined;
    return [(result + VALUES_MAX - 1) % VALUES_MAX];
  },
  before: ({ kind }, after) => (kind === 'raise' ? [(after + VALUES_MAX - 1) % VALUES_MAX] : []),
};

const raised = (state: number): Step<number, VagueResult> => {
  const value = (state + 1) % VALUES_MAX;
  return { state: value, result: value };
};

export const vagueWorkload = (
  values: number,
): Pick<HistoryOptions<VagueOperation, VagueResult>, 'operation' | 'corrupt'> => ({
  operation(random) {
    const dice = random(6);
    if (dice < 2) return { kind: 'read' };
    if (dice === 2) return { kind: 'raise' };
    const from = random(VALUES_MAX);
    const choice = Array.from({ length: 1 + random(values) }, (_, i) => (from + i) % VALUES_MAX);
    return { kind: 'write', values: choice, tells: random(2) === 0 };
  },
  corrupt: (random, result) => (result === null ? null : (result + 1 + random(2)) % VALUES_MAX),
});

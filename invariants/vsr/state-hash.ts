import type { ProcessId } from '../../src/process/ids.ts';
import type { Entry } from '../../src/vsr/data/entry.ts';
import type { Executed } from '../../src/vsr/data/observations.ts';
import { type CanonFacts, canonFacts } from './facts/canon.ts';
import { partAt, partCount } from './facts/parts.ts';
import { same } from './facts/same.ts';
import { show, showEntry } from './facts/text.ts';
import type { Model, VsrInvariant, VsrTank } from './facts/types.ts';

interface State {
  readonly canon: CanonFacts;
  /** State of the model after the first `replayed` ops of C. */
  model: unknown;
  replayed: number;
}

/**
 * I13. After executing op j every replica, in every incarnation, has the same state digest and result, and
 * agrees on whether j took effect; and the result is that of an independent model that replays C.
 */
export function stateHash(model: Model | undefined): VsrInvariant<State> {
  return {
    id: 'I13',
    name: 'state-hash',
    statement:
      'After op j all replicas have the same state digest, results and effects, and the results are those of an independent model.',
    initial: (tank) => ({
      canon: tank.shared(canonFacts),
      model: structuredClone(model?.initial),
      replayed: 0,
    }),
    only: { observe: ['executed'] },
    on: {
      observe(state, tank, process, observation) {
        if (observation.type !== 'executed') return;
        const executed = observation as Executed; // the only observation with this type
        const { canon } = state;
        const { entry, digest, results, effects } = executed;
        const at = entry.op - 1;
        if (
          canon.digests[at] !== digest ||
          !same(canon.effects[at], effects) ||
          !same(canon.results[at], results)
        ) {
          diverged(canon, tank, process, executed);
        }
        if (model === undefined || state.replayed !== at) return;
        state.replayed = entry.op;
        for (let i = 0; i < partCount(entry); i++) {
          const part = partAt(entry, i);
          if (part?.kind !== 'operation' || effects[i] !== true) continue;
          const next = model.apply(state.model, part.body, part.predicted);
          state.model = next.state;
          if (!same(next.result, results[i])) unlikeModel(tank, process, entry, results[i], next.result);
        }
      },
    },
  };
}

function diverged(canon: CanonFacts, tank: VsrTank, process: ProcessId, executed: Executed): void {
  const { entry, digest, results, effects } = executed;
  const at = entry.op - 1;
  const told = (took: readonly boolean[] = [], what: readonly unknown[] = [], hash = -1): string =>
    `${took.map((each) => (each ? 'effect' : 'no effect')).join(', ')}, result ${what.map(show).join(', ')}, digest ${hash}`;
  tank.violate({
    title: 'replicas diverged',
    facts: [
      `op ${entry.op} is  ${showEntry(entry)}`,
      `replica ${canon.executedBy[at]} executed it first: ${told(canon.effects[at], canon.results[at], canon.digests[at])}`,
      `replica ${process}, incarnation ${tank.incarnation(process)}: ${told(effects, results, digest)}`,
    ],
    witness: !same(canon.effects[at], effects)
      ? 'other-effect'
      : same(canon.results[at], results)
        ? 'other-digest'
        : 'other-result',
    process,
  });
}

function unlikeModel(
  tank: VsrTank,
  process: ProcessId,
  entry: Entry,
  result: unknown,
  expected: unknown,
): void {
  tank.violate({
    title: 'wrong result',
    facts: [
      `op ${entry.op} is  ${showEntry(entry)}`,
      `replica ${process} got ${show(result)}`,
      `the model, after the ${entry.op - 1} ops before, gives ${show(expected)}`,
    ],
    witness: 'unlike-model',
    process,
  });
}

import { checksum, encode, type ProcessId } from 'wavetank';
import { factOf, nameOf, type RaftInvariant, type RaftTank } from './types.ts';

interface First {
  readonly digest: number;
  readonly process: ProcessId;
  readonly step: number;
}

interface State {
  readonly applied: Map<number, First>;
  readonly states: Map<number, First>;
}

/** Paper, figure 3; in addition, an installed snapshot equals the result of applying all its entries. */
export const stateMachineSafety: RaftInvariant<State> = {
  id: 'R5',
  name: 'state-machine-safety',
  statement:
    'no two replicas apply different entries at an index, and states that stand for the same entries are equal',
  initial: () => ({ applied: new Map(), states: new Map() }),
  only: { observe: ['applied', 'state'] },
  on: {
    observe({ applied, states }, tank, process, observation) {
      const fact = factOf(observation);
      if (fact.type === 'applied')
        compare(applied, tank, process, fact.index, checksum(encode(fact.entry)), 'applied another entry');
      if (fact.type === 'state')
        compare(states, tank, process, fact.index, fact.digest, 'had another state after the entry');
    },
  },
};

function compare(
  seen: Map<number, First>,
  tank: RaftTank,
  process: ProcessId,
  index: number,
  digest: number,
  what: string,
): void {
  const first = seen.get(index);
  if (first === undefined) seen.set(index, { digest, process, step: tank.step });
  else if (first.digest !== digest)
    tank.violate({
      title: 'replicas disagree on what was committed',
      facts: [
        `${nameOf(first.process)} ${what} at index ${index}, at step ${first.step}`,
        `than ${nameOf(process)} does now, in incarnation ${tank.incarnation(process)}`,
      ],
      witness: what,
      process,
      about: [{ name: 'index', value: index }],
      evidence: [first.step],
    });
}

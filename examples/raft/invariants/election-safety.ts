import type { ProcessId } from 'wavetank';
import { factOf, nameOf, type RaftInvariant } from './types.ts';

interface Election {
  readonly leader: ProcessId;
  readonly incarnation: number;
  readonly step: number;
}

/** Paper, figure 3. A restarted leader of the same term counts as another one: it does not know what it has sent. */
export const electionSafety: RaftInvariant<{ elections: Map<number, Election> }> = {
  id: 'R1',
  name: 'election-safety',
  statement: 'in a term at most one replica, in one incarnation, is elected leader',
  initial: () => ({ elections: new Map() }),
  only: { observe: ['elected'] },
  on: {
    observe({ elections }, tank, leader, observation) {
      const fact = factOf(observation);
      if (fact.type !== 'elected') return;
      const { term } = fact;
      const incarnation = tank.incarnation(leader);
      const before = elections.get(term);
      if (before !== undefined)
        tank.violate({
          title: 'two leaders in one term',
          facts: [
            `${nameOf(before.leader)} was elected in term ${term} at step ${before.step}, in incarnation ${before.incarnation}`,
            `${nameOf(leader)} is elected in term ${term} as well, in incarnation ${incarnation}`,
          ],
          witness: before.leader === leader ? 'one replica twice' : 'two replicas',
          process: leader,
          about: [{ name: 'term', value: term }],
          evidence: [before.step],
        });
      elections.set(term, { leader, incarnation, step: tank.step });
    },
  },
};

import type { ProcessId } from 'wavetank';
import { type Logs, logs, termOf } from './logs.ts';
import { votesFor } from './quorums-meet.ts';
import { factOf, nameOf, type RaftInvariant, type RaftTank } from './types.ts';

/** The latest that was committed, by the leader of this term. */
interface Committed {
  index: number;
  /** Of the entry. */
  term: number;
  /** Of the leader that has counted. */
  by: number;
  step: number;
}

interface State {
  readonly logs: Logs;
  /** What leaders have committed, by index: the end of each batch. */
  readonly committed: Committed[];
}

/**
 * Paper, figure 3. That a later leader lacks an entry shows only when it is elected, which may never happen in a run. So it is
 * looked for at each commit whether anybody who lacks the entry *could* be elected, by the logs that there are.
 */
export const leaderCompleteness: RaftInvariant<State> = {
  id: 'R4',
  name: 'leader-completeness',
  statement:
    'what was committed is in the log of every leader of a later term, and nobody who lacks it could be elected',
  initial: (tank) => ({ logs: tank.shared(logs), committed: [] }),
  only: { observe: ['elected', 'committed'] },
  on: {
    observe({ logs: { of }, committed }, tank, process, observation) {
      const fact = factOf(observation);
      if (fact.type === 'elected') {
        const missing = committed.find(
          ({ by, index, term }) => by < fact.term && lacks(tank, process, index, term),
        );
        if (missing !== undefined) lost(tank, process, missing, `is elected in term ${fact.term}`);
      }
      if (fact.type !== 'committed') return;
      const term = tank.replica(process)?.log;
      if (term === undefined) return;
      const entry: Committed = {
        index: fact.upTo,
        term: term.entries[fact.upTo - term.base - 1]?.term ?? term.baseTerm,
        by: fact.term,
        step: tank.step,
      };
      committed.push(entry);
      for (const candidate of of.keys())
        if (couldWin(of, candidate, entry)) lost(tank, candidate, entry, 'could be elected now');
    },
  },
};

/** Whether a running replica's log does not have the entry. One that it has cut off was committed. */
function lacks(tank: RaftTank, process: ProcessId, index: number, term: number): boolean {
  const log = tank.replica(process)?.log;
  if (log === undefined || index <= log.base) return false;
  return log.entries[index - log.base - 1]?.term !== term;
}

/** Whether this replica lacks the entry, and a majority of what it takes for the group would vote for it. One that is down may come back. */
function couldWin(of: Logs['of'], candidate: ProcessId, { index, term }: Committed): boolean {
  const log = of.get(candidate);
  if (log === undefined || index <= log.base || termOf(log, index) === term) return false;
  if (!log.members.includes(candidate)) return false;
  const votes = log.members.filter((voter) => votesFor(log, of.get(voter)));
  return 2 * votes.length > log.members.length;
}

function lost(tank: RaftTank, process: ProcessId, { index, term, by, step }: Committed, how: string): void {
  tank.violate({
    title: 'a committed entry can be lost',
    facts: [
      `entry ${index} of term ${term} was committed by the leader of term ${by} at step ${step}`,
      `${nameOf(process)} does not have it, and ${how}`,
    ],
    witness: how.replaceAll(/\d+/g, 'N'),
    process,
    about: [
      { name: 'index', value: index },
      { name: 'term', value: term },
    ],
    evidence: [step],
  });
}

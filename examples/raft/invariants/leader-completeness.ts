import type { ProcessId } from 'wavetank';
import { type Logs, logs, termOf } from './logs.ts';
import { votesFor } from './quorums-meet.ts';
import { factOf, nameOf, type RaftInvariant, type RaftTank } from './types.ts';

/** The last entry of a batch committed by a leader. */
interface Committed {
  index: number;
  /** Term of the entry. */
  term: number;
  /** Term of the leader that committed it. */
  by: number;
  step: number;
}

interface State {
  readonly logs: Logs;
  /** Last entries of committed batches, by index. */
  readonly committed: Committed[];
}

/**
 * Paper, figure 3. A later leader without the entry shows only if it is elected, which may never happen in a run. So each
 * commit is also checked for a replica without the entry that *could* be elected, given the current logs.
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

/** True if a running replica's log is missing the entry. Compacted entries were committed. */
function lacks(tank: RaftTank, process: ProcessId, index: number, term: number): boolean {
  const log = tank.replica(process)?.log;
  if (log === undefined || index <= log.base) return false;
  return log.entries[index - log.base - 1]?.term !== term;
}

/** True if this replica is missing the entry and could still win an election in its own group; replicas that are down may vote later. */
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

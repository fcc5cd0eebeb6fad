import type { ProcessId } from 'wavetank';
import { endOf, type Logs, logs, type SeenLog, termOf } from './logs.ts';
import { nameOf, type RaftInvariant, type RaftTank } from './types.ts';

interface State {
  readonly logs: Logs;
  /** The group of each replica as last seen. */
  readonly groups: Map<ProcessId, readonly ProcessId[]>;
}

/** The replicas that would vote for a candidate, given the current logs, and the number of votes it needs. */
interface Chance {
  readonly voters: readonly ProcessId[];
  readonly needed: number;
}

/**
 * Thesis 4.1 with its erratum (raft-dev, 10 July 2015): the safety of membership changes. Two disjoint majorities show in a run
 * only when both elect a leader, which is rare; so this is checked whenever a replica's group changes.
 */
export const quorumsMeet: RaftInvariant<State> = {
  id: 'R7',
  name: 'quorums-meet',
  statement:
    'whoever could be elected, by the logs that there are, any two majorities that would do so have a member in common',
  initial: (tank) => ({ logs: tank.shared(logs), groups: new Map() }),
  on: {
    step({ logs: { of }, groups }, tank, process) {
      const log = of.get(process);
      if (log === undefined || groups.get(process) === log.members) return;
      groups.set(process, log.members);
      const own = chanceOf(of, log);
      if (own === undefined) return;
      for (const [other, theirs] of of) {
        const chance = other === process ? undefined : chanceOf(of, theirs);
        if (chance !== undefined && areApart(own, chance)) apart(tank, of, process, other);
      }
    },
  },
};

function chanceOf(of: Logs['of'], candidate: SeenLog): Chance | undefined {
  const needed = Math.floor(candidate.members.length / 2) + 1;
  const voters = candidate.members.filter((member) => votesFor(candidate, of.get(member)));
  return voters.length < needed ? undefined : { voters, needed };
}

/** A voter never seen before has an empty log. */
export function votesFor(candidate: SeenLog, voter: SeenLog | undefined): boolean {
  if (voter === undefined) return true;
  const [end, voterEnd] = [endOf(candidate), endOf(voter)];
  const [term, voterTerm] = [termOf(candidate, end) ?? 0, termOf(voter, voterEnd) ?? 0];
  return term === voterTerm ? end >= voterEnd : term > voterTerm;
}

/** True if both groups have majorities that do not overlap. */
function areApart(a: Chance, b: Chance): boolean {
  const shared = a.voters.filter((voter) => b.voters.includes(voter)).length;
  const aNeeds = Math.max(0, a.needed - (a.voters.length - shared));
  const bNeeds = Math.max(0, b.needed - (b.voters.length - shared));
  return aNeeds + bNeeds <= shared;
}

function apart(tank: RaftTank, of: Logs['of'], process: ProcessId, other: ProcessId): void {
  const groupOf = (one: ProcessId): string => (of.get(one)?.members ?? []).join(', ');
  tank.violate({
    title: 'two leaders could be elected at once',
    facts: [
      `${nameOf(process)} takes replicas ${groupOf(process)} for the group, and could be elected by them`,
      `${nameOf(other)} takes replicas ${groupOf(other)} for the group, and could be elected by others of them at the same time`,
    ],
    witness: 'majorities apart',
    process,
  });
}

import type { ProcessId } from 'wavetank';
import type { Observer } from 'wavetank/invariants';
import type { ClientState } from '../client.ts';
import type { Configuration } from '../log.ts';
import type { Message } from '../messages.ts';
import type { State } from '../state.ts';
import { factOf, type RaftTank } from './types.ts';

interface Groups {
  readonly seen: Configuration[];
  committed: number;
}

/** Collects every group that has appeared in a log. */
export const groupsSeen: Observer<Groups, State, ClientState, Message> = {
  initial: () => ({ seen: [], committed: 0 }),
  only: { observe: ['configured', 'committed'] },
  on: {
    observe(groups, _tank, _process, observation) {
      const fact = factOf(observation);
      if (fact.type === 'committed') groups.committed = Math.max(groups.committed, fact.upTo);
      if (fact.type === 'configured') groups.seen.push({ index: fact.index, members: fact.members });
    },
  },
};

/** The groups that may have to make progress after the storm: the committed one, later ones, and pending changes of leaders. */
export function groupsOf(tank: RaftTank): readonly (readonly ProcessId[])[] {
  const { seen, committed } = tank.shared(groupsSeen);
  const settled = Math.max(...seen.filter(({ index }) => index <= committed).map(({ index }) => index), 0);
  const groups = seen.filter(({ index }) => index >= settled).map(({ members }) => members);
  for (let replica = 0; replica < tank.replicas; replica++) {
    const role = tank.replica(replica as ProcessId)?.role; // in range
    if (role?.kind === 'leader' && role.change !== null) groups.push(role.change.members);
  }
  return groups;
}

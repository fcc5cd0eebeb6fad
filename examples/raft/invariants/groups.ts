import type { ProcessId } from 'wavetank';
import type { Observer } from 'wavetank/invariants';
import type { ClientState } from '../client.ts';
import type { Configuration } from '../log.ts';
import type { Message } from '../messages.ts';
import type { State } from '../state.ts';
import { factOf, type RaftTank } from './types.ts';

interface Groups {
  readonly seen: Configuration[];
  /** The last one that is committed: what another leader had at this index, and lost, is not. */
  settled: Configuration;
}

/** Collects every group that has appeared in a log. */
export const groupsSeen: Observer<Groups, State, ClientState, Message> = {
  initial: () => ({ seen: [], settled: { index: 0, members: [] } }),
  only: { observe: ['configured', 'applied'] },
  on: {
    observe(groups, _tank, _process, observation) {
      const fact = factOf(observation);
      if (fact.type === 'configured') groups.seen.push({ index: fact.index, members: fact.members });
      if (fact.type !== 'applied' || fact.index <= groups.settled.index) return;
      const { command } = fact.entry;
      if (command.kind === 'members') groups.settled = { index: fact.index, members: command.members };
    },
  },
};

/** The groups that may have to make progress after the storm: the committed one, later ones, and pending changes of leaders. */
export function groupsOf(tank: RaftTank): readonly (readonly ProcessId[])[] {
  const { seen, settled } = tank.shared(groupsSeen);
  const later = seen.filter(({ index }) => index > settled.index || settled.index === 0);
  const groups = [...(settled.index === 0 ? [] : [settled]), ...later].map(({ members }) => members);
  for (let replica = 0; replica < tank.replicas; replica++) {
    const role = tank.replica(replica as ProcessId)?.role; // in range
    if (role?.kind === 'leader' && role.change !== null) groups.push(role.change.members);
  }
  return groups;
}

import { type ProcessId, processId } from 'wavetank';
import { configurationOf, lastIndex, termAt } from '../log.ts';
import type { Change } from '../messages.ts';
import type { Leader, Turn } from '../state.ts';
import { isConfirmed, matchPeers } from './peers.ts';
import { appendAsLeader, beginRound } from './send.ts';

/**
 * Handles a single-server membership change (thesis 4.1): majorities of the old and the new group intersect. That holds
 * for adjacent groups only, so the previous change must be committed; and, as was found later, so must an entry
 * of this leader's own term (Ongaro, raft-dev, 10 July 2015): an earlier leader may have an uncommitted change of the same group.
 */
export function onChange(turn: Turn, leader: Leader, client: ProcessId, id: number, change: Change): void {
  const { state, ctx } = turn;
  const { log, commit, term } = state;
  const { index, members } = configurationOf(log);
  const server = processId(change.server);
  if (members.includes(server) === change.member) {
    ctx.send(client, { type: 'Answer', id, outcome: { kind: 'result', result: { kind: 'write' } } });
    return;
  }
  if (leader.change !== null || index > commit || termAt(log, commit) !== term) return; // the client asks again
  const changed = change.member ? [...members, server] : members.filter((member) => member !== server);
  if (changed.length === 0) return;
  leader.change = {
    client,
    id,
    members: changed,
    learner: change.member ? server : null,
    upTo: lastIndex(log),
    round: leader.round + 1,
    sinceUs: ctx.now(),
  };
  matchPeers(turn, leader);
  beginRound(turn, leader);
  changeIfReady(turn);
}

/** Starts the change once the new group can make progress: a majority responds, and a new server has caught up (thesis 4.2.1). */
export function changeIfReady(turn: Turn): void {
  const { state, ctx } = turn;
  const { role: leader } = state;
  if (leader.kind !== 'leader' || leader.change === null) return;
  const { client, id, members, learner, upTo, round } = leader.change;
  if (learner !== null && (leader.peers.get(learner)?.match ?? 0) < upTo) return;
  if (!isConfirmed(turn, leader, round, members)) return;
  leader.change = null;
  ctx.point('before-change');
  const index = appendAsLeader(turn, leader, { kind: 'members', members });
  leader.waiting.set(index, { client, id });
  matchPeers(turn, leader);
}

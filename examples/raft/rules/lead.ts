import { configurationOf, isMajority, lastIndex } from '../log.ts';
import { observe } from '../observe.ts';
import { ELECTION, HEARTBEAT, type Leader, type Turn } from '../state.ts';
import { follow } from './follow.ts';
import { matchPeers } from './peers.ts';
import { appendAsLeader, replicate } from './send.ts';

/** Becomes leader. Only its first entry may commit the entries of earlier leaders (paper, 5.4.2). */
export function lead(turn: Turn): void {
  const { state, ctx } = turn;
  const { log, commit, term } = state;
  if (lastIndex(log) > commit) ctx.probe('leader-with-entries-of-earlier-terms');
  const leader: Leader = {
    kind: 'leader',
    peers: new Map(),
    round: 0,
    waiting: new Map(),
    reads: [],
    change: null,
  };
  state.role = leader;
  ctx.cancelTimer(ELECTION);
  observe(ctx, { type: 'elected', term });
  ctx.point('elected');
  matchPeers(turn, leader);
  appendAsLeader(turn, leader, { kind: 'noop' });
  ctx.setTimer(HEARTBEAT, turn.settings.heartbeatUs);
}

/** Sends heartbeats, resends what may be lost, and steps down when a majority has been silent for too long (thesis 6.2). */
export function onHeartbeat(turn: Turn, leader: Leader): void {
  const { state, ctx, settings } = turn;
  const sinceUs = ctx.now() - 2 * settings.electionUs;
  const heard = [...leader.peers].filter(([, { heardUs }]) => heardUs >= sinceUs).map(([peer]) => peer);
  if (!isMajority([...heard, state.self], configurationOf(state.log).members)) {
    ctx.probe('leader-heard-no-majority');
    follow(turn, state.term, null);
    return;
  }
  if (leader.change !== null && ctx.now() - leader.change.sinceUs > 4 * settings.electionUs)
    leader.change = null; // the new server is slow or down
  matchPeers(turn, leader);
  for (const [to, peer] of leader.peers) {
    if (!peer.probing && ctx.now() - peer.movedUs > settings.resendUs) {
      peer.next = peer.match + 1;
      peer.movedUs = ctx.now();
    }
    replicate(turn, leader, to);
  }
  ctx.setTimer(HEARTBEAT, settings.heartbeatUs);
}

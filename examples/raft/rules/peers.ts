import { configurationOf, isMajority, lastIndex } from '../log.ts';
import type { Leader, Peer, Turn } from '../state.ts';

export const newPeer = ({ state, ctx }: Turn): Peer => ({
  next: lastIndex(state.log) + 1,
  match: 0,
  probing: true,
  heardUs: ctx.now(),
  movedUs: ctx.now(),
  round: 0,
});

/** Updates the peers: all members of the group, and a server about to be added. */
export function matchPeers(turn: Turn, { peers, change }: Leader): void {
  const { self, log } = turn.state;
  const { members } = configurationOf(log);
  const learner = change?.learner ?? null;
  const wanted = learner === null ? members : [...members, learner];
  for (const peer of peers.keys()) if (!wanted.includes(peer)) peers.delete(peer);
  for (const one of wanted) if (one !== self && !peers.has(one)) peers.set(one, newPeer(turn));
}

/** True once a majority of these peers has confirmed the leader in this round. */
export function isConfirmed(
  { state }: Turn,
  { peers }: Leader,
  round: number,
  among = configurationOf(state.log).members,
): boolean {
  const confirmed = among.filter((one) => one === state.self || (peers.get(one)?.round ?? -1) >= round);
  return isMajority(confirmed, among);
}

import type { ProcessId } from 'wavetank';
import { entryAt } from '../log.ts';
import type { Appended } from '../messages.ts';
import type { Leader, Peer, Turn } from '../state.ts';
import { advanceCommit } from './commit.ts';
import { follow } from './follow.ts';
import { changeIfReady } from './membership.ts';
import { answerReads } from './reads.ts';
import { replicate } from './send.ts';

type Refused = Extract<Appended['answer'], { kind: 'refused' }>;

/** Handles the reply of a follower. */
export function onAppended(turn: Turn, from: ProcessId, { term, round, answer }: Appended): void {
  const { state, ctx } = turn;
  if (term > state.term) {
    follow(turn, term, null);
    return;
  }
  const { role: leader } = state;
  if (term < state.term || leader.kind !== 'leader') return;
  const peer = leader.peers.get(from);
  if (peer === undefined) return;
  peer.heardUs = ctx.now();
  peer.round = Math.max(peer.round, round);
  if (answer.kind === 'match') matched(turn, leader, from, peer, answer.index);
  else refused(turn, leader, from, peer, answer);
  answerReads(turn);
  changeIfReady(turn);
}

function matched(turn: Turn, leader: Leader, from: ProcessId, peer: Peer, index: number): void {
  if (index > peer.match || peer.probing) peer.movedUs = turn.ctx.now();
  peer.match = Math.max(peer.match, index);
  peer.next = Math.max(peer.next, peer.match + 1);
  peer.probing = false;
  advanceCommit(turn);
  if (entryAt(turn.state.log, peer.next) !== undefined) replicate(turn, leader, from);
}

/** Moves back to the last index at which the logs may agree. A late reply must not undo later progress. */
function refused(turn: Turn, leader: Leader, from: ProcessId, peer: Peer, answer: Refused): void {
  const { prevIndex, hint } = answer;
  if (prevIndex <= peer.match) return;
  const next = Math.max(peer.match + 1, Math.min(peer.next, prevIndex, hint + 1));
  const isKnown = peer.probing && next === peer.next;
  peer.probing = true;
  peer.next = next;
  if (!isKnown) replicate(turn, leader, from);
}

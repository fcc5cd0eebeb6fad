import type { ProcessId } from 'wavetank';
import { type Command, lastIndex, termAt } from '../log.ts';
import type { Leader, Turn } from '../state.ts';
import { keepEntries } from './persist.ts';

/** Appends an entry and replicates it. Returns its index. */
export function appendAsLeader(turn: Turn, leader: Leader, command: Command): number {
  const { state, ctx } = turn;
  const index = lastIndex(state.log) + 1;
  keepEntries(turn, index, [{ term: state.term, command }]);
  ctx.point('appended');
  sendToAll(turn, leader);
  return index;
}

/** Begins a round, whose replies confirm this leader as of now. Returns its number. */
export function beginRound(turn: Turn, leader: Leader): number {
  leader.round++;
  sendToAll(turn, leader);
  return leader.round;
}

function sendToAll(turn: Turn, leader: Leader): void {
  for (const to of leader.peers.keys()) replicate(turn, leader, to);
}

/** Sends a follower the entries it is known to lack, or else a heartbeat. */
export function replicate(turn: Turn, leader: Leader, to: ProcessId): void {
  const { state, ctx, settings } = turn;
  const { log, term, commit, snapshot } = state;
  const peer = leader.peers.get(to);
  if (peer === undefined) return;
  const { round } = leader;
  const prevIndex = peer.next - 1;
  const prevTerm = termAt(log, prevIndex);
  if (prevTerm === undefined) {
    ctx.probe('snapshot-sent');
    ctx.send(to, { type: 'Install', term, snapshot, round });
    return;
  }
  const from = prevIndex - log.base;
  const entries = log.entries.slice(from, from + settings.batchMax);
  ctx.send(to, { type: 'Append', term, prevIndex, prevTerm, entries, commit, round });
  if (!peer.probing) peer.next += entries.length;
}

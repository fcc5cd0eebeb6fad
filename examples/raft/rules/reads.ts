import type { ProcessId } from 'wavetank';
import { termAt } from '../log.ts';
import { read } from '../machine.ts';
import type { Leader, Turn } from '../state.ts';
import { isConfirmed } from './peers.ts';
import { beginRound } from './send.ts';

/**
 * Handles a read without a log entry (thesis 6.4): it must see everything committed by now, once the leader has confirmed that it was
 * still leader when the read arrived. Until an entry of its own term is committed, the leader does not know the commit index.
 */
export function onRead(turn: Turn, leader: Leader, client: ProcessId, id: number, key: string): void {
  const { log, commit, term } = turn.state;
  if (termAt(log, commit) !== term) return; // the client asks again
  if (leader.reads.some((read) => read.client === client && read.id === id)) return;
  leader.reads.push({ client, id, key, index: commit, round: leader.round + 1 });
  beginRound(turn, leader);
  answerReads(turn);
}

/** Replies to the reads that a majority has confirmed. */
export function answerReads(turn: Turn): void {
  const { state, ctx } = turn;
  const { role: leader, machine } = state;
  if (leader.kind !== 'leader') return;
  for (let next = leader.reads[0]; next !== undefined; next = leader.reads[0]) {
    if (!isConfirmed(turn, leader, next.round) || machine.applied < next.index) return;
    leader.reads.shift();
    const outcome = { kind: 'result', result: read(machine, next.key) } as const;
    ctx.send(next.client, { type: 'Answer', id: next.id, outcome });
  }
}

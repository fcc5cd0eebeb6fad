import type { ProcessId } from 'wavetank';
import { termAt } from '../log.ts';
import { read } from '../machine.ts';
import type { Leader, Turn } from '../state.ts';
import { isConfirmed } from './peers.ts';
import { beginRound } from './send.ts';

/**
 * A read needs no entry (thesis 6.4): what is committed now is all that it must see, once the leader knows that it was still one
 * when the read came. That something of its own term is committed comes first: before, it does not know what is.
 */
export function onRead(turn: Turn, leader: Leader, client: ProcessId, id: number, key: string): void {
  const { log, commit, term } = turn.state;
  if (termAt(log, commit) !== term) return; // the client asks again
  if (leader.reads.some((read) => read.client === client && read.id === id)) return;
  leader.reads.push({ client, id, key, index: commit, round: leader.round + 1 });
  beginRound(turn, leader);
  answerReads(turn);
}

/** Answers the reads that a majority has confirmed. */
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

import type { ProcessId } from 'wavetank';
import { entryAt, lastIndex, termAt } from '../log.ts';
import type { Append, Appended } from '../messages.ts';
import type { Turn } from '../state.ts';
import { applyCommitted } from './commit.ts';
import { follow } from './follow.ts';
import { keepEntries, sendWhenDurable } from './persist.ts';

/** Handles entries or a heartbeat of a leader. */
export function onAppend(turn: Turn, from: ProcessId, message: Append): void {
  const { state, ctx } = turn;
  const { prevIndex, entries, round } = message;
  if (message.term < state.term) {
    const answer = { kind: 'refused', prevIndex, hint: prevIndex } as const;
    ctx.send(from, { type: 'Appended', term: state.term, round, answer });
    return;
  }
  follow(turn, message.term, from);
  const reply = (answer: Appended['answer']): void =>
    sendWhenDurable(turn, from, { type: 'Appended', term: state.term, round, answer });
  const hint = partingAt(turn, message);
  if (hint !== undefined) {
    reply({ kind: 'refused', prevIndex, hint });
    return;
  }
  take(turn, message);
  const match = prevIndex + entries.length;
  if (message.commit > state.commit) {
    state.commit = Math.max(state.commit, Math.min(message.commit, match));
    applyCommitted(turn);
  }
  reply({ kind: 'match', index: match });
}

/** Undefined if the logs agree up to `prevIndex`; otherwise the last index at which they may. */
function partingAt({ state }: Turn, { prevIndex, prevTerm }: Append): number | undefined {
  const { log } = state;
  if (prevIndex > lastIndex(log)) return lastIndex(log);
  if (prevIndex <= log.base) return undefined; // entries in a snapshot are committed
  const term = termAt(log, prevIndex);
  if (term === prevTerm) return undefined;
  let before = prevIndex - 1;
  while (before > log.base && termAt(log, before) === term) before--; // skip the whole conflicting term
  return before;
}

/** Appends missing entries. Truncates only at an entry that conflicts with the leader's: the message may be old. */
function take(turn: Turn, { prevIndex, entries }: Append): void {
  const { log } = turn.state;
  for (const [i, { term }] of entries.entries()) {
    const index = prevIndex + 1 + i;
    if (index <= log.base || entryAt(log, index)?.term === term) continue;
    keepEntries(turn, index, entries.slice(i));
    turn.ctx.point('entries-taken');
    return;
  }
}

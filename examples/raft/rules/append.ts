import type { ProcessId } from 'wavetank';
import { entryAt, lastIndex, termAt } from '../log.ts';
import type { Append, Appended } from '../messages.ts';
import type { Turn } from '../state.ts';
import { applyCommitted } from './commit.ts';
import { follow } from './follow.ts';
import { keepEntries, sendWhenDurable } from './persist.ts';

/** A leader sends entries, or a sign of life. */
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

/** Undefined when the logs agree up to `prevIndex`; else the last index at which they may. */
function partingAt({ state }: Turn, { prevIndex, prevTerm }: Append): number | undefined {
  const { log } = state;
  if (prevIndex > lastIndex(log)) return lastIndex(log);
  if (prevIndex <= log.base) return undefined; // what a snapshot stands for is committed
  const term = termAt(log, prevIndex);
  if (term === prevTerm) return undefined;
  let before = prevIndex - 1;
  while (before > log.base && termAt(log, before) === term) before--; // none of that term is the leader's
  return before;
}

/** Takes what it does not have. Only an entry that contradicts the leader's is taken out: the message may be an old one. */
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

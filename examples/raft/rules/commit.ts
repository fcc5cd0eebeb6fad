import { configurationOf, entryAt, termAt } from '../log.ts';
import { apply } from '../machine.ts';
import { observe } from '../observe.ts';
import type { Turn } from '../state.ts';
import { follow } from './follow.ts';
import { cutLog } from './snapshots.ts';

/**
 * Commits entries that are durable at a majority, if they are of the leader's own term: an entry of an earlier term on a majority
 * may still be replaced by a leader of a term in between (paper, figure 8). It is committed by a later entry.
 */
export function advanceCommit(turn: Turn): void {
  const { state, ctx } = turn;
  const { role, log, term, self } = state;
  if (role.kind !== 'leader') return;
  const { members } = configurationOf(log);
  const matches = members
    .map((member) => (member === self ? state.durableIndex : (role.peers.get(member)?.match ?? 0)))
    .sort((a, b) => b - a);
  const upTo = matches[Math.floor(members.length / 2)] ?? 0;
  if (upTo <= state.commit || termAt(log, upTo) !== term) return;
  if (state.durableIndex < upTo) ctx.probe('committed-without-the-leader');
  state.commit = upTo;
  observe(ctx, { type: 'committed', term, upTo });
  ctx.point('committed');
  applyCommitted(turn);
}

/** Applies committed entries and replies to waiting clients. */
export function applyCommitted(turn: Turn): void {
  const { state, ctx, settings } = turn;
  const { log, machine, role } = state;
  while (machine.applied < state.commit) {
    const index = machine.applied + 1;
    const entry = entryAt(log, index);
    if (entry === undefined) throw new Error(`entry ${index} is committed and not in the log`);
    const outcome = apply(machine, entry.command, settings.sessionsMax);
    observe(ctx, { type: 'applied', index, entry });
    if (outcome?.kind === 'expired') ctx.probe('session-expired');
    if (role.kind !== 'leader') continue;
    const asker = role.waiting.get(index);
    role.waiting.delete(index);
    if (asker !== undefined && outcome !== undefined)
      ctx.send(asker.client, { type: 'Answer', id: asker.id, outcome });
  }
  leaveIfRemoved(turn);
  cutLog(turn);
}

/** Steps down once the entry that removes this leader is committed (thesis 4.2.2). */
function leaveIfRemoved(turn: Turn): void {
  const { state, ctx } = turn;
  const { index, members } = configurationOf(state.log);
  if (state.role.kind !== 'leader' || index > state.commit || members.includes(state.self)) return;
  ctx.probe('leader-left');
  follow(turn, state.term, null);
}

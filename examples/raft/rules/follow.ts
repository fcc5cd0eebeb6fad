import type { ProcessId } from 'wavetank';
import { ELECTION, HEARTBEAT, type Turn } from '../state.ts';
import { keepVote } from './persist.ts';

/** Arms the election timer with a random delay between one and two election timeouts. */
export function waitForLeader({ ctx, settings }: Turn): void {
  ctx.setTimer(ELECTION, settings.electionUs + ctx.random(settings.electionUs));
}

/** Becomes a follower, in this term or a later one. Clients waiting for an old leader must ask again. */
export function follow(turn: Turn, term: number, leader: ProcessId | null): void {
  const { state, ctx } = turn;
  const { kind } = state.role;
  if (term > state.term) {
    state.term = term;
    state.vote = null;
    keepVote(turn);
  }
  if (kind === 'leader') ctx.cancelTimer(HEARTBEAT);
  if (kind !== 'follower' || leader !== null) waitForLeader(turn);
  state.role = { kind: 'follower', leader };
  if (leader !== null) state.heardUs = ctx.now();
}

/** True if this replica heard from a leader recently; it then ignores elections (thesis 4.2.3). */
export function hasLeader({ state, ctx, settings }: Turn): boolean {
  const { role, heardUs } = state;
  if (role.kind === 'leader') return true;
  return role.kind === 'follower' && role.leader !== null && ctx.now() - heardUs < settings.electionUs;
}

import type { ProcessId } from 'wavetank';
import { configurationOf, isMajority, isUpToDate, lastIndex, lastTerm } from '../log.ts';
import type { PreVote, PreVoteReply, RequestVote, Vote } from '../messages.ts';
import type { Turn } from '../state.ts';
import { follow, hasLeader, waitForLeader } from './follow.ts';
import { lead } from './lead.ts';
import { keepVote, sendWhenDurable } from './persist.ts';

/** Handles the election timeout: no leader was heard. */
export function onElectionTimeout(turn: Turn): void {
  waitForLeader(turn);
  if (!mayStand(turn)) return;
  if (turn.settings.preVote) askAhead(turn);
  else stand(turn);
}

/**
 * A removed server may still stand for election while the entry that removed it is uncommitted: no other server
 * may have that entry (thesis 4.2.2).
 */
function mayStand({ state }: Turn): boolean {
  const { index, members } = configurationOf(state.log);
  return members.includes(state.self) || index > state.commit;
}

const candidacy = ({ state }: Turn): { lastIndex: number; lastTerm: number } => ({
  lastIndex: lastIndex(state.log),
  lastTerm: lastTerm(state.log),
});

function others({ state }: Turn): readonly ProcessId[] {
  return configurationOf(state.log).members.filter((member) => member !== state.self);
}

/** Starts a pre-vote, so that a hopeless candidate does not disrupt the group with a new term (thesis 9.6). */
function askAhead(turn: Turn): void {
  const { state, ctx } = turn;
  state.role = { kind: 'hopeful', granted: [state.self] };
  const message: PreVote = { type: 'PreVote', term: state.term + 1, ...candidacy(turn) };
  for (const other of others(turn)) ctx.send(other, message);
  standIfWanted(turn);
}

function standIfWanted(turn: Turn): void {
  const { role, log } = turn.state;
  if (role.kind === 'hopeful' && isMajority(role.granted, configurationOf(log).members)) stand(turn);
}

/** Replies to a pre-vote. It is not binding, so nothing is written or changed. */
export function onPreVote(turn: Turn, from: ProcessId, message: PreVote): void {
  const { state, ctx } = turn;
  const granted = message.term > state.term && !hasLeader(turn) && isUpToDate(state.log, message);
  if (!granted) ctx.probe('pre-vote-refused');
  ctx.send(from, { type: 'PreVoteReply', term: granted ? message.term : state.term, granted });
}

export function onPreVoteReply(turn: Turn, from: ProcessId, { term, granted }: PreVoteReply): void {
  const { state } = turn;
  if (!granted) {
    if (term > state.term) follow(turn, term, null);
    return;
  }
  if (state.role.kind !== 'hopeful' || term !== state.term + 1) return;
  if (!state.role.granted.includes(from)) state.role.granted.push(from);
  standIfWanted(turn);
}

function stand(turn: Turn): void {
  const { state, ctx } = turn;
  state.term++;
  state.vote = state.self;
  ctx.point('before-candidacy-is-kept');
  keepVote(turn);
  state.role = { kind: 'candidate', granted: [], after: state.wal.queued };
  waitForLeader(turn);
  const message: RequestVote = { type: 'RequestVote', term: state.term, ...candidacy(turn) };
  for (const other of others(turn)) sendWhenDurable(turn, other, message);
}

/** Counts the candidate's own vote, which must be durable like all others. */
export function countOwnVote(turn: Turn): void {
  const { role, self, wal } = turn.state;
  if (role.kind === 'candidate' && wal.durable >= role.after) count(turn, self);
}

export function onRequestVote(turn: Turn, from: ProcessId, message: RequestVote): void {
  const { state, ctx } = turn;
  if (message.term > state.term) {
    if (hasLeader(turn)) return;
    follow(turn, message.term, null);
  }
  const granted =
    message.term === state.term &&
    (state.vote === null || state.vote === from) &&
    isUpToDate(state.log, message);
  if (granted && state.vote === null) {
    state.vote = from;
    ctx.point('before-vote-is-kept');
    keepVote(turn);
    waitForLeader(turn);
  }
  sendWhenDurable(turn, from, { type: 'Vote', term: state.term, granted });
}

export function onVote(turn: Turn, from: ProcessId, { term, granted }: Vote): void {
  const { state } = turn;
  if (term > state.term) follow(turn, term, null);
  else if (term === state.term && granted) count(turn, from);
}

function count(turn: Turn, voter: ProcessId): void {
  const { role, log } = turn.state;
  if (role.kind !== 'candidate' || role.granted.includes(voter)) return;
  role.granted.push(voter);
  if (isMajority(role.granted, configurationOf(log).members)) lead(turn);
}

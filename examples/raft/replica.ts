import { type DiskCompletion, type Process, type ProcessId, processId } from 'wavetank';
import { lastIndex } from './log.ts';
import { newMachine, restore, type Snapshot } from './machine.ts';
import type { Message } from './messages.ts';
import { observe } from './observe.ts';
import { onAppended } from './rules/answers.ts';
import { onAppend } from './rules/append.ts';
import { advanceCommit } from './rules/commit.ts';
import {
  countOwnVote,
  onElectionTimeout,
  onPreVote,
  onPreVoteReply,
  onRequestVote,
  onVote,
} from './rules/election.ts';
import { waitForLeader } from './rules/follow.ts';
import { onHeartbeat } from './rules/lead.ts';
import { keepAll, release } from './rules/persist.ts';
import { onAsk } from './rules/requests.ts';
import { onInstall } from './rules/snapshots.ts';
import type { RaftSettings } from './settings.ts';
import { ELECTION, HEARTBEAT, type State, type Turn } from './state.ts';
import { recovered } from './wal/recover.ts';
import { newWal, readFiles, went } from './wal/wal.ts';

/** The handlers of a Raft server; each dispatches to the rule for the event. */
export function raftReplica(settings: RaftSettings): Process<State, Message> {
  const first = Array.from({ length: settings.members }, (_, i) => processId(i));
  const empty: Snapshot = { index: 0, term: 0, members: first, data: [], sessions: [] };
  return {
    timers: { election: ELECTION, heartbeat: HEARTBEAT },
    init: (self) => newState(self, empty),
    start(_state, ctx) {
      readFiles(ctx.disk);
    },
    message(state, from, message, ctx) {
      if (state.role.kind === 'starting') return;
      onMessage({ state, ctx, settings }, from, message);
    },
    timer(state, timer, ctx) {
      const turn: Turn = { state, ctx, settings };
      if (timer === ELECTION && state.role.kind !== 'leader') onElectionTimeout(turn);
      if (timer === HEARTBEAT && state.role.kind === 'leader') onHeartbeat(turn, state.role);
    },
    disk(state, completion, ctx) {
      // The state of all writes since the last sync is unknown: restart from what can be read.
      if (completion.error !== null) ctx.stop(`the disk failed: ${completion.op} ${completion.error}`);
      const turn: Turn = { state, ctx, settings };
      if (completion.op === 'read') onRead(turn, completion);
      else if (went(state.wal, completion, ctx.disk)) onDurable(turn);
    },
  };
}

const newState = (self: ProcessId, empty: Snapshot): State => ({
  self,
  role: { kind: 'starting', files: [null, null] },
  term: 0,
  vote: null,
  log: { base: 0, baseTerm: 0, entries: [], configurations: [{ index: 0, members: empty.members }] },
  snapshot: empty,
  commit: 0,
  machine: newMachine(),
  heardUs: 0,
  wal: newWal(0),
  outbox: [],
  durableIndex: 0,
  marks: [],
});

/** Handles a file read. Once both are read, restores the state, rewrites it, and takes part. */
function onRead(turn: Turn, { token, bytes }: DiskCompletion): void {
  const { state, ctx } = turn;
  if (state.role.kind !== 'starting') return;
  const { files } = state.role;
  files[token] = bytes;
  const both = files.filter((file) => file !== null);
  if (both.length < files.length) return;
  const found = recovered(both);
  if (found !== undefined) {
    state.term = found.term;
    state.vote = found.vote === null ? null : processId(found.vote);
    state.log = found.log;
    state.snapshot = found.snapshot;
    state.machine = restore(found.snapshot);
    state.commit = found.snapshot.index;
    state.wal = newWal(found.generation);
    state.durableIndex = lastIndex(found.log);
  }
  for (const configuration of state.log.configurations)
    observe(ctx, { type: 'configured', ...configuration });
  observe(ctx, { type: 'recovered' });
  state.role = { kind: 'follower', leader: null };
  keepAll(turn);
  waitForLeader(turn);
}

function onDurable(turn: Turn): void {
  release(turn);
  countOwnVote(turn);
  advanceCommit(turn);
}

function onMessage(turn: Turn, from: ProcessId, message: Message): void {
  switch (message.type) {
    case 'Ask':
      onAsk(turn, from, message);
      break;
    case 'PreVote':
      onPreVote(turn, from, message);
      break;
    case 'PreVoteReply':
      onPreVoteReply(turn, from, message);
      break;
    case 'RequestVote':
      onRequestVote(turn, from, message);
      break;
    case 'Vote':
      onVote(turn, from, message);
      break;
    case 'Append':
      onAppend(turn, from, message);
      break;
    case 'Install':
      onInstall(turn, from, message);
      break;
    case 'Appended':
      onAppended(turn, from, message);
      break;
    case 'Answer':
      break; // for clients
  }
}

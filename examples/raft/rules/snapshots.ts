import { checksum, encode, type ProcessId } from 'wavetank';
import { compact, lastIndex, membersAt, termAt } from '../log.ts';
import { capture, restore, type Snapshot } from '../machine.ts';
import type { Install } from '../messages.ts';
import { observe } from '../observe.ts';
import type { Turn } from '../state.ts';
import { follow } from './follow.ts';
import { keepAll, sendWhenDurable } from './persist.ts';

/** Replaces applied entries by a snapshot when the log is long. */
export function cutLog(turn: Turn): void {
  const { state, ctx, settings } = turn;
  const { log, machine } = state;
  if (settings.snapshotEntries === 0 || machine.applied - log.base < settings.snapshotEntries) return;
  const term = termAt(log, machine.applied) ?? log.baseTerm;
  state.snapshot = capture(machine, term, membersAt(log, machine.applied));
  compact(log, machine.applied);
  stateSo(turn, state.snapshot);
  keepAll(turn);
  ctx.point('log-cut');
}

/** Handles a snapshot from a leader whose log starts after the end of ours. */
export function onInstall(turn: Turn, from: ProcessId, { term, snapshot, round }: Install): void {
  const { state, ctx } = turn;
  if (term < state.term) {
    const answer = { kind: 'refused', prevIndex: snapshot.index, hint: snapshot.index } as const;
    ctx.send(from, { type: 'Appended', term: state.term, round, answer });
    return;
  }
  follow(turn, term, from);
  // Either the snapshot contains everything committed here, or it is old.
  if (snapshot.index > state.commit) install(turn, snapshot);
  const answer = { kind: 'match', index: snapshot.index } as const;
  sendWhenDurable(turn, from, { type: 'Appended', term: state.term, round, answer });
}

function install(turn: Turn, snapshot: Snapshot): void {
  const { state, ctx } = turn;
  const { index, term, members } = snapshot;
  ctx.probe('snapshot-installed');
  if (termAt(state.log, index) === term) compact(state.log, index);
  else state.log = { base: index, baseTerm: term, entries: [], configurations: [{ index, members }] };
  state.snapshot = snapshot;
  state.machine = restore(snapshot);
  state.commit = index;
  state.durableIndex = Math.min(state.durableIndex, lastIndex(state.log));
  stateSo(turn, snapshot);
  observe(ctx, { type: 'configured', index, members });
  ctx.point('before-snapshot-is-kept');
  keepAll(turn);
}

const stateSo = ({ ctx }: Turn, snapshot: Snapshot): void =>
  observe(ctx, { type: 'state', index: snapshot.index, digest: checksum(encode(snapshot)) });

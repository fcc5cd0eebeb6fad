import type { ProcessId } from 'wavetank';
import { append, configurationOf, type Entry, lastIndex, truncate } from '../log.ts';
import type { Message } from '../messages.ts';
import { observe } from '../observe.ts';
import type { Turn } from '../state.ts';
import { flush, note } from '../wal/wal.ts';

/** Persists term and vote. */
export function keepVote({ state, ctx }: Turn): void {
  const { wal, term, vote } = state;
  note(wal, { kind: 'vote', term, vote });
  flush(wal, ctx.disk);
}

/** Replaces the entries from an index on, and persists them. */
export function keepEntries(turn: Turn, from: number, entries: readonly Entry[]): void {
  const { state, ctx } = turn;
  const { log, wal } = state;
  if (from <= lastIndex(log)) {
    ctx.probe('log-truncated');
    if (configurationOf(log).index >= from) ctx.probe('configuration-rolled-back');
    // Writes of the old entries, done or pending, do not make the new ones durable.
    state.durableIndex = Math.min(state.durableIndex, from - 1);
    for (const mark of state.marks) mark.index = Math.min(mark.index, from - 1);
  }
  truncate(log, from);
  append(log, entries);
  for (const { command } of entries)
    if (command.kind === 'members') observe(ctx, { type: 'configured', ...configurationOf(log) });
  note(wal, { kind: 'entries', from, entries });
  state.marks.push({ after: wal.queued, index: lastIndex(log) });
  flush(wal, ctx.disk);
}

/** Rewrites the whole state into the other file. */
export function keepAll({ state, ctx }: Turn): void {
  const { wal, term, vote, snapshot, log } = state;
  note(wal, { kind: 'base', term, vote, snapshot, entries: [...log.entries] });
  state.marks = [{ after: wal.queued, index: lastIndex(log) }];
  flush(wal, ctx.disk);
}

/** Sends a message once all changes so far are durable. */
export function sendWhenDurable({ state, ctx }: Turn, to: ProcessId, message: Message): void {
  const { queued, durable } = state.wal;
  if (durable >= queued) send(ctx, to, message);
  else state.outbox.push({ after: queued, to, message });
}

/** Sends the messages whose changes have become durable. */
export function release({ state, ctx }: Turn): void {
  const { durable } = state.wal;
  for (let mark = state.marks[0]; mark !== undefined && mark.after <= durable; mark = state.marks[0]) {
    state.durableIndex = mark.index;
    state.marks.shift();
  }
  for (let next = state.outbox[0]; next !== undefined && next.after <= durable; next = state.outbox[0]) {
    state.outbox.shift();
    send(ctx, next.to, next.message);
  }
}

function send(ctx: Turn['ctx'], to: ProcessId, message: Message): void {
  ctx.send(to, message);
  // Who has voted may be gone before the leader that it elected has said anything.
  if (message.type === 'Vote' && message.granted) ctx.point('voted');
}

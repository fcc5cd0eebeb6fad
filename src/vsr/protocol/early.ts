import type { Entry } from '../data/entry.ts';
import type { Ctx, Replica } from './group.ts';
import { appendToLog, checksumAt } from './log.ts';
import type { ReplicaState } from './state/replica-state.ts';

/**
 * Keeps an entry that arrived before its predecessor: most gaps are reordered Prepares. Bounded by the
 * pipeline.
 */
export function keepEarly(replica: Replica, state: ReplicaState, entry: Entry): void {
  const { pipelineMax } = replica.config;
  if (entry.op <= state.log.length + pipelineMax) state.transfer.early.set(entry.op, entry);
}

/** Appends early entries that now follow the head, and drops those that are obsolete. */
export function appendEarly(state: ReplicaState, ctx: Ctx): void {
  const { early } = state.transfer;
  for (;;) {
    const head = state.log.length;
    const next = early.get(head + 1);
    if (next === undefined || next.parent !== checksumAt(state.log, head)) break;
    appendToLog(state, next, ctx);
    early.delete(next.op);
  }
  for (const op of early.keys()) if (op <= state.log.length) early.delete(op);
}

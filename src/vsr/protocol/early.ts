import type { Entry } from '../data/entry.ts';
import type { Ctx, Replica } from './group.ts';
import { appendToLog, checksumAt } from './log.ts';
import type { ReplicaState } from './state/replica-state.ts';

/** A Prepare overtook the one before it: most gaps are only that. Bounded by what a primary may have in flight. */
export function keepEarly(replica: Replica, state: ReplicaState, entry: Entry): void {
  const { pipelineMax } = replica.config;
  if (entry.op <= state.log.length + pipelineMax) state.transfer.early.set(entry.op, entry);
}

/** The gap before early entries has closed: appends those that follow, and forgets what does not. */
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

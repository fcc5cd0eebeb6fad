import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import type { Eviction, Reply } from '../data/client-messages.ts';
import type { ClientRecord } from '../data/client-record.ts';
import { type Entry, type Part, partsOf } from '../data/entry.ts';
import type { Executed } from '../data/observations.ts';
import { isCheckpointDue, takeCheckpoint } from './checkpoint-making.ts';
import { runPart } from './client-table.ts';
import { changeEpoch, noteMembership } from './epoch-change.ts';
import { type Ctx, isNormalPrimary, quorum, type Replica } from './group.ts';
import { answerReads } from './reads.ts';
import type { ReplicaState } from './state/replica-state.ts';

/**
 * A backup learns a commit number. Only called in the view in which it was sent, when normal (E6). The number
 * is raised, never lowered (E5). An entry that is new here may be known as committed already.
 */
export function learnCommit(replica: Replica, state: ReplicaState, commit: number, ctx: Ctx): void {
  if (commit > state.commitMax) state.commitMax = commit;
  executeCommitted(replica, state, ctx);
}

/**
 * The primary counts acknowledgements. An op is committed when a quorum of replicas, each counted once, holds
 * all entries up to it. Unlike in Raft, entries of earlier views may be committed by counting: whoever
 * acknowledges has this view's log_view.
 */
export function advanceCommit(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { acked } = state;
  const needed = quorum(state);
  let commit = state.commitMax;
  for (let i = 0; i < acked.length; i++) {
    const op = acked[i] ?? 0;
    if (op <= commit) continue;
    let holders = 0;
    for (let k = 0; k < acked.length; k++) if ((acked[k] ?? 0) >= op) holders++;
    if (holders >= needed) commit = op;
  }
  if (commit === state.commitMax) return;
  assert(commit <= state.log.length, 'the commit number is above the log');
  state.commitMax = commit;
  ctx.point('commit-advance');
  state.timing.progressUs = ctx.now();
  executeCommitted(replica, state, ctx);
}

/** Executes the ops that are committed and held, in order, each once. The primary replies. */
export function executeCommitted(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const end = Math.min(state.commitMax, state.log.length);
  if (state.commit >= end) return;
  const answers = isNormalPrimary(state);
  while (state.commit < end) {
    const entry = state.log[state.commit];
    assert(entry !== undefined && entry.op === state.commit + 1, 'the entry executed is not the next one');
    state.commit = entry.op;
    const parts = partsOf(entry);
    noteMembership(state, entry);
    const records = parts.map((part) => runPart(replica, state, entry, part));
    observeExecution(replica, state, entry, records, ctx);
    if (isCheckpointDue(replica, entry.op)) takeCheckpoint(replica, state, ctx);
    if (answers)
      parts.forEach((part, i) => {
        answer(state, entry.op, part, records[i], ctx);
      });
    if (state.membership.epoch > state.epoch) {
      changeEpoch(replica, state, ctx); // nothing of the old epoch follows
      return;
    }
  }
  if (answers) answerReads(replica, state, ctx);
}

function observeExecution(
  replica: Replica,
  state: ReplicaState,
  entry: Entry,
  records: readonly (ClientRecord | undefined)[],
  ctx: Ctx,
): void {
  const results: unknown[] = [];
  const effects: boolean[] = [];
  for (const record of records) {
    const hadEffect = record?.op === entry.op;
    effects.push(hadEffect);
    results.push(hadEffect ? record.result : null);
  }
  const digest = replica.service.digest(state.service);
  // Observers keep it: frozen, a fork need not copy it.
  const executed: Executed = {
    type: 'executed',
    entry,
    results: Object.freeze(results),
    digest,
    effects: Object.freeze(effects),
  };
  ctx.observe(executed);
}

function answer(
  state: ReplicaState,
  op: number,
  part: Part,
  record: ClientRecord | undefined,
  ctx: Ctx,
): void {
  // a later entry of the same client may be in flight: an earlier primary had executed this one (F16)
  if (state.inFlight.get(part.client) === op) state.inFlight.delete(part.client);
  const address = state.addresses.get(part.client);
  if (address === undefined) return; // prepared by an earlier primary: the client will retry
  if (record === undefined) sendEviction(state, address, part.client, part.session, ctx);
  else if (record.request === part.request) sendReply(state, address, part.client, record, ctx);
}

/** Sends the stored result of a client's last executed request. */
export function sendReply(
  state: ReplicaState,
  to: ProcessId,
  client: number,
  record: ClientRecord,
  ctx: Ctx,
): void {
  assert(record.op <= state.commit, 'a reply before its op is executed');
  const reply: Reply = {
    client,
    op: record.op,
    request: record.request,
    result: record.result,
    session: record.session,
    type: 'Reply',
    view: state.view,
  };
  ctx.send(to, reply);
}

export function sendEviction(
  state: ReplicaState,
  to: ProcessId,
  client: number,
  session: number,
  ctx: Ctx,
): void {
  ctx.probe('eviction');
  const eviction: Eviction = { client, session, type: 'Eviction', view: state.view };
  ctx.send(to, eviction);
}

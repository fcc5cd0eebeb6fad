import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import { epochOf } from '../data/epochs.ts';
import { appendPromise } from '../storage/wal-writer.ts';
import type { Ctx, Replica } from './group.ts';
import type { ReplicaState, Status } from './state/replica-state.ts';
import { armResend, restartViewTimeout } from './timing.ts';

/**
 * Promises a view, in which this replica is not normal yet. Nothing of the view is said before the promise is
 * durable.
 * 1. Without the disk write: StartViewChange is sent, crash, restart into the old view; acknowledgements
 *    there commit an op that a view started by the old StartViewChange does not have (E1).
 * 2. log_view and log stay: raising or cutting them here would let a stale log win, or lose an acknowledged
 *    op (E2, E4).
 */
export function promiseView(
  replica: Replica,
  state: ReplicaState,
  view: number,
  status: Status,
  ctx: Ctx,
): void {
  assert(view > state.view, 'the promised view falls');
  assert(epochOf(view) === state.epoch, 'the promised view is of another epoch');
  ctx.point('before-persist-view');
  if (isBatchOut(state)) ctx.probe('batch-cut-by-view-change');
  enterView(state, view, status);
  appendPromise(state, ctx);
  restartViewTimeout(replica, state, ctx);
  armResend(replica, state, ctx);
}

/** Whether an uncommitted batch is in the log. */
function isBatchOut({ commitMax, log }: ReplicaState): boolean {
  for (let i = log.length - 1; i >= commitMax; i--) if (log[i]?.kind === 'batch') return true;
  return false;
}

/** Makes this epoch that of this replica's views. Arrays indexed by ProcessId grow for new members. */
export function joinEpoch(state: ReplicaState, epoch: number, config: readonly ProcessId[]): void {
  assert(config.length > 0, 'an epoch without members');
  state.epoch = epoch;
  state.config = config;
  if (state.next !== null && state.next.epoch <= epoch) state.next = null;
  const size = Math.max(...config) + 1;
  const { acked, lease, reads, timing } = state;
  for (const each of [acked, reads.confirmed, lease.confirmedUs, timing.ackedUs]) {
    while (each.length < size) each.push(0);
  }
}

/**
 * Enters a view, and forgets everything that counted for the one before:
 * 1. Votes: old ones would fill a quorum of the new view (E7).
 * 2. Acknowledgements: as primary again, it would count those of its earlier tenure, which were for other
 *    entries (E9).
 * 3. Requests in flight: the new log may not have them, and their retries would be ignored for ever (E12).
 * 4. Requests that wait in the queue or for predictions: the clients will ask the new primary.
 * 5. State transfers: an answer belongs to the log that was asked about.
 * 6. Confirmations, and with them the lease: replicas that followed the old view need not follow the new one.
 */
export function enterView(state: ReplicaState, view: number, status: Status): void {
  assert(view >= state.view, 'the view falls');
  if (state.svcView !== view) {
    state.svcView = view;
    state.svc.clear();
  }
  state.view = view;
  state.status = status;
  state.svcQuorum = false;
  state.suspects = false;
  state.dvc.clear();
  state.acked.fill(0);
  state.inFlight.clear();
  state.addresses.clear();
  state.queued.clear();
  state.predicting.clear();
  state.reads.round = 0;
  state.reads.confirmed.fill(0);
  state.reads.waiting.clear();
  state.lease.confirmedUs.fill(0);
  state.transfer.nonce = 0;
  state.transfer.goal = 0;
  state.transfer.early.clear();
  state.timing.abdicated = false;
  state.timing.timedOp = 0;
  if (state.timing.resends > 0) state.timing.resendArmed = false; // the unanswered messages belonged to another view
  state.timing.resends = 0;
}

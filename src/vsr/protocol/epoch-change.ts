import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import type { NewEpoch } from '../data/client-messages.ts';
import type { Entry } from '../data/entry.ts';
import { configOf, firstViewOf } from '../data/epochs.ts';
import type { StartEpoch } from '../data/messages.ts';
import { appendInstall } from '../storage/wal-writer.ts';
import { type Ctx, isMember, isNormalPrimary, primaryOf, type Replica } from './group.ts';
import { sendCommits } from './heartbeat.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { armResend, restartViewTimeout } from './timing.ts';
import { enterView, joinEpoch } from './views.ts';

/**
 * Updates the membership when an entry is executed. Whether this replica has to act on it is decided by the
 * caller.
 */
export function noteMembership(state: ReplicaState, entry: Entry): void {
  const config = configOf(entry);
  if (config !== undefined) state.membership = { epoch: entry.epoch + 1, config, since: entry.op };
}

/**
 * The last op of the epoch has been executed: begins the next epoch, in its first view, with the log as it is
 * (VRR 7.1).
 * 1. Nothing can follow that op in the old epoch: any later primary has it in its log, and prepares nothing
 *    after it. So all replicas that get here have the same log.
 * 2. Epoch, configuration, view and log_view change in one record (E4).
 */
export function changeEpoch(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { config, epoch, since } = state.membership;
  assert(state.log.length === since, 'an entry follows the last op of the epoch');
  assert(epoch > state.epoch, 'the epoch falls');
  assert(state.commit === since, 'the epoch changes at another op than its last');
  const led = isNormalPrimary(state);
  const old = state.config;
  if (led) sendCommits(replica, state, ctx); // members of the old group only hear of the commit from this replica
  if (led && state.log[since - 1]?.view !== state.view) ctx.probe('epoch-change-after-view-change');
  ctx.point('before-epoch-change');
  joinEpoch(state, epoch, config);
  enterView(state, firstViewOf(epoch), state.status);
  state.logView = state.view;
  state.oldConfig = old;
  appendInstall(state, since, [], ctx);
  ctx.probe('epoch-change');
  if (state.status !== 'starting') beginEpoch(replica, state, ctx);
  if (!led) return;
  for (const to of config) if (!old.includes(to)) sendStartEpoch(replica, state, to, ctx);
}

/** Takes this replica's role in the first view of its epoch. It has the log of that view. */
export function beginEpoch(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (!isMember(state, state.self)) {
    leave(replica, state, ctx);
    return;
  }
  // the primary waits until its log is durable, as in any view change
  state.status = primaryOf(state, state.view) === state.self ? 'view-change' : 'normal';
  state.timing.normalUs = ctx.now();
  restartViewTimeout(replica, state, ctx);
  armResend(replica, state, ctx);
}

/**
 * This replica is not a member any more. It may be the only one with the log, and stays until enough new
 * members have it (R05).
 */
export function leave(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  state.status = 'leaving';
  state.epochStarted.clear();
  resendStartEpoch(replica, state, ctx);
  armResend(replica, state, ctx);
}

/** Asks the new members that have not answered yet. */
export function resendStartEpoch(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  for (const to of state.config) if (!state.epochStarted.has(to)) sendStartEpoch(replica, state, to, ctx);
}

/** Tells a replica about the current epoch. */
export function sendStartEpoch(replica: Replica, state: ReplicaState, to: ProcessId, ctx: Ctx): void {
  const { epoch, membership } = state;
  const message: StartEpoch = {
    cluster: replica.config.cluster,
    config: state.config,
    epoch,
    from: state.self,
    old: state.oldConfig,
    // an op of this epoch is committed, so a quorum of its members has the log
    settled: state.status === 'retired' || (membership.epoch === epoch && state.commit > membership.since),
    to,
    type: 'StartEpoch',
    view: Math.max(state.view, firstViewOf(epoch)),
  };
  ctx.send(to, message);
}

/** Tells a client that named an earlier epoch: all replicas that it knows may be gone. */
export function sendNewEpoch({ config, epoch, view }: ReplicaState, to: ProcessId, ctx: Ctx): void {
  const message: NewEpoch = { config, epoch, type: 'NewEpoch', view: Math.max(view, firstViewOf(epoch)) };
  ctx.send(to, message);
}

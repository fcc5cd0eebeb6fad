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

/** What the log makes of the group is known when an entry is executed; whether the replica has to act upon it is another matter. */
export function noteMembership(state: ReplicaState, entry: Entry): void {
  const config = configOf(entry);
  if (config !== undefined) state.membership = { epoch: entry.epoch + 1, config, since: entry.op };
}

/**
 * The op that ends the epoch has been executed: the next one begins, in its first view, with the log as it is (VRR 7.1).
 * 1. It ends with that op, in the old epoch nothing can follow: who would be primary there later has it in its log, and prepares
 *    nothing after it. So all who get here have one log, and need not ask each other for it.
 * 2. Epoch, configuration, view and log_view change in one record (E4).
 */
export function changeEpoch(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { config, epoch, since } = state.membership;
  assert(state.log.length === since, 'something follows the op that ended the epoch');
  const led = isNormalPrimary(state);
  const old = state.config;
  if (led) sendCommits(replica, state, ctx); // those of the old group that are not in the new one hear of nobody else
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

/** The part that this replica has in the first view of its epoch, whose log it has. */
export function beginEpoch(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (!isMember(state, state.self)) {
    leave(replica, state, ctx);
    return;
  }
  // the primary waits until its log is durable, like one of any view
  state.status = primaryOf(state, state.view) === state.self ? 'view-change' : 'normal';
  state.timing.normalUs = ctx.now();
  restartViewTimeout(replica, state, ctx);
  armResend(replica, state, ctx);
}

/** Not a member any more. The log may be here only: it stays until enough of the new members have it (R05). */
export function leave(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  state.status = 'leaving';
  state.epochStarted.clear();
  resendStartEpoch(replica, state, ctx);
  armResend(replica, state, ctx);
}

/** A leaving replica asks those it has not heard from. */
export function resendStartEpoch(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  for (const to of state.config) if (!state.epochStarted.has(to)) sendStartEpoch(replica, state, to, ctx);
}

/** Tells what has become of the group. */
export function sendStartEpoch(replica: Replica, state: ReplicaState, to: ProcessId, ctx: Ctx): void {
  const { epoch, membership } = state;
  const message: StartEpoch = {
    cluster: replica.config.cluster,
    config: state.config,
    epoch,
    from: state.self,
    old: state.oldConfig,
    // its own ops are committed by its members
    settled: state.status === 'retired' || (membership.epoch === epoch && state.commit > membership.since),
    to,
    type: 'StartEpoch',
    view: Math.max(state.view, firstViewOf(epoch)),
  };
  ctx.send(to, message);
}

/** A client speaks of an earlier epoch: it may know only replicas that are gone. */
export function sendNewEpoch({ config, epoch, view }: ReplicaState, to: ProcessId, ctx: Ctx): void {
  const message: NewEpoch = { config, epoch, type: 'NewEpoch', view: Math.max(view, firstViewOf(epoch)) };
  ctx.send(to, message);
}

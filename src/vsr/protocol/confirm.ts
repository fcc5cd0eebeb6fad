import type { Confirm, Confirmed } from '../data/messages.ts';
import { type Ctx, isDurablyNormal, isNormalPrimary, type Replica } from './group.ts';
import { bindToLease, noteConfirmed } from './lease.ts';
import { isFromPrimary } from './normal-case.ts';
import { answerReads } from './reads.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { heardBackup } from './timing.ts';

/** Confirms that this replica follows the primary. With leases it is then bound to it. */
export function onConfirm(replica: Replica, state: ReplicaState, message: Confirm, ctx: Ctx): void {
  if (!isFromPrimary(replica, state, message.view, message.from, ctx) || !isDurablyNormal(state)) return;
  bindToLease(replica, state, ctx);
  const answer: Confirmed = {
    cluster: replica.config.cluster,
    epoch: state.epoch,
    from: state.self,
    round: message.round,
    to: message.from,
    type: 'Confirmed',
    view: state.view,
  };
  ctx.send(message.from, answer);
}

/** A replica has confirmed a round. Replicas are counted, not messages. */
export function onConfirmed(replica: Replica, state: ReplicaState, message: Confirmed, ctx: Ctx): void {
  const { from, round, view } = message;
  const { reads } = state;
  if (view !== state.view || !isNormalPrimary(state) || round > reads.round) return;
  heardBackup(replica, state, from, ctx.now());
  if (round <= (reads.confirmed[from] ?? 0)) return;
  reads.confirmed[from] = round;
  noteConfirmed(state, from, round);
  answerReads(replica, state, ctx);
}

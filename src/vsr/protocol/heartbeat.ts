import { assert } from '../data/assert.ts';
import type { Commit } from '../data/messages.ts';
import { type Ctx, isDurablyNormal, type Replica } from './group.ts';
import type { ReplicaState } from './state/replica-state.ts';

/** Sends the heartbeat, with the commit number, to all backups. */
export function sendCommits(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  assert(isDurablyNormal(state), 'a heartbeat before the view is durable');
  state.timing.sentUs = ctx.now();
  for (const to of state.config) {
    if (to === state.self) continue;
    const message: Commit = {
      cluster: replica.config.cluster,
      commit: state.commitMax,
      epoch: state.epoch,
      from: state.self,
      to,
      type: 'Commit',
      view: state.view,
    };
    ctx.send(to, message);
  }
}

import type { ProcessId } from '../../process/ids.ts';
import { epochOf } from '../data/epochs.ts';
import type { Recovery, RecoveryResponse } from '../data/messages.ts';
import { appendPeers } from '../storage/wal-writer.ts';
import { withGeneration } from './generations.ts';
import { type Ctx, isDurablyNormal, isNormalPrimary, type Replica } from './group.ts';
import { suffixOf } from './log.ts';
import { findWanted } from './repair.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { promiseView } from './views.ts';

/** Answers a recovering replica, once its generation is written down here and its view is promised. */
export function onRecovery(replica: Replica, state: ReplicaState, message: Recovery, ctx: Ctx): void {
  const { from, generation } = message;
  const { distrustsDisk, logInMemory } = replica.config;
  if (!distrustsDisk && !logInMemory) return;
  const known = state.generations[from] ?? 0;
  if (generation > known) {
    state.generations = withGeneration(state.generations, from, generation);
    appendPeers(state, ctx);
  }
  if (epochOf(message.view) > state.epoch) return; // of an epoch that is not known here: another replica can tell of it
  if (message.view > state.view) promiseView(replica, state, message.view, 'view-change', ctx);
  if ((state.durable.generations[from] ?? 0) < generation || state.durable.view !== state.view) return;
  const named = generation > 0 && generation >= known;
  const leads = (named || logInMemory) && isNormalPrimary(state) && isDurablyNormal(state);
  const answer: RecoveryResponse = {
    cluster: replica.config.cluster,
    commit: state.commitMax,
    entries: findWanted(state, message.wanted),
    epoch: state.epoch,
    from: state.self,
    generations: state.generations,
    // all of the log, durable here or not: it must contain all that the sender acknowledged
    log: leads ? suffixOf(state.log, state.logBase, state.log.length) : null,
    nonce: message.nonce,
    to: from,
    type: 'RecoveryResponse',
    view: state.view,
  };
  ctx.send(from, answer);
}

/**
 * Tells a replica the generation under which its messages would be counted. It has not asked, and does not
 * wait for this.
 */
export function tellGenerations(
  replica: Replica,
  state: ReplicaState,
  to: ProcessId,
  generations: readonly number[],
  ctx: Ctx,
): void {
  const answer: RecoveryResponse = {
    cluster: replica.config.cluster,
    commit: state.commitMax,
    entries: [],
    epoch: state.epoch,
    from: state.self,
    generations,
    log: null,
    nonce: 0,
    to,
    type: 'RecoveryResponse',
    view: state.view,
  };
  ctx.send(to, answer);
}

import type { ProcessId } from '../../process/ids.ts';
import { epochOf } from '../data/epochs.ts';
import type { Recovery, RecoveryResponse } from '../data/messages.ts';
import { appendPeers } from '../storage/wal-writer.ts';
import { withGeneration } from './generations.ts';
import { type Ctx, isDurablyNormal, isNormalPrimary, type Replica } from './group.ts';
import { suffixOf } from './log.ts';
import { found } from './repair.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { promiseView } from './views.ts';

/** Answers when the generation that the sender wants to come back as is written down here, and its view is promised. */
export function onRecovery(replica: Replica, state: ReplicaState, message: Recovery, ctx: Ctx): void {
  const { from, generation } = message;
  const { distrustsDisk, logInMemory } = replica.config;
  if (!distrustsDisk && !logInMemory) return;
  const known = state.generations[from] ?? 0;
  if (generation > known) {
    state.generations = withGeneration(state.generations, from, generation);
    appendPeers(state, ctx);
  }
  if (epochOf(message.view) > state.epoch) return; // of an epoch that is not here, which somebody else can tell of
  if (message.view > state.view) promiseView(replica, state, message.view, 'view-change', ctx);
  if ((state.durable.generations[from] ?? 0) < generation || state.durable.view !== state.view) return;
  const named = generation > 0 && generation >= known;
  const leads = (named || logInMemory) && isNormalPrimary(state) && isDurablyNormal(state);
  const answer: RecoveryResponse = {
    cluster: replica.config.cluster,
    commit: state.commitMax,
    entries: found(state, message.wanted),
    epoch: state.epoch,
    from: state.self,
    generations: state.generations,
    // all of it, durable here or not: what the sender has acknowledged it must not miss
    log: leads ? suffixOf(state.log, state.logBase, state.log.length) : null,
    nonce: message.nonce,
    to: from,
    type: 'RecoveryResponse',
    view: state.view,
  };
  ctx.send(from, answer);
}

/** Tells somebody who takes part as whom he must speak to be heard. Nobody waits for this answer. */
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

import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import type { DoViewChange, StartViewChange } from '../data/messages.ts';
import { appendPeers } from '../storage/wal-writer.ts';
import { fits, sendPiece } from './checkpoint-transfer.ts';
import { withGeneration } from './generations.ts';
import { type Ctx, isNormalPrimary, primaryOf, quorum, type Replica } from './group.ts';
import { isChain, lastOp, suffixOf } from './log.ts';
import { tellGenerations } from './recovery-answers.ts';
import { install, sendStartView } from './start-view.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { armResend } from './timing.ts';
import { promiseView } from './views.ts';

/**
 * This replica wants another primary. With pre-vote it only asks: whoever hears nothing can then not disturb those who
 * hear each other (E16). Without, it leaves its view.
 */
export function suspectPrimary(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (!replica.config.preVote) {
    promiseView(replica, state, state.view + 1, 'view-change', ctx);
    return;
  }
  if (state.svcView <= state.view) askFor(state, state.view + 1);
  state.suspects = true;
  sendStartViewChange(replica, state, ctx);
  armResend(replica, state, ctx);
  promiseIfAsked(replica, state, ctx);
}

function askFor(state: ReplicaState, view: number): void {
  state.svcView = view;
  state.svc.clear();
}

/** Pre-vote: a quorum, this replica included, wants `svcView`. */
function promiseIfAsked(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (!state.suspects || state.svc.size + 1 < quorum(state)) return;
  promiseView(replica, state, state.svcView, 'view-change', ctx);
  state.svcQuorum = true;
}

/** Asks all for a view: for the one asked for by pre-vote, else for the promised one, which is durable. */
export function sendStartViewChange(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const view = state.suspects ? state.svcView : state.view;
  const promised = state.durable.view;
  if (!state.suspects && promised !== view) return;
  ctx.point('before-start-view-change');
  for (const to of state.config) {
    if (to === state.self) continue;
    const message: StartViewChange = {
      cluster: replica.config.cluster,
      commit: state.commit,
      epoch: state.epoch,
      from: state.self,
      promised,
      to,
      type: 'StartViewChange',
      view,
    };
    ctx.send(to, message);
  }
}

/** Somebody wants, or has promised, a view. A view is adopted as it is named, never counted up (E7). */
export function onStartViewChange(
  replica: Replica,
  state: ReplicaState,
  message: StartViewChange,
  ctx: Ctx,
): void {
  const { from, view } = message;
  if (message.promised > state.view) {
    // The sender can never come back to this view. With pre-vote a quorum once asked for the promised one.
    promiseView(replica, state, message.promised, 'view-change', ctx);
    state.svcQuorum = replica.config.preVote;
  }
  if (view < state.view || (view === state.view && state.logView === view)) {
    if (isNormalPrimary(state)) sendStartView(replica, state, from, message.commit, 0, ctx);
    return;
  }
  if (view > state.svcView) askFor(state, view);
  if (view === state.svcView) {
    if (state.svc.size === 0) state.timing.svcUs = ctx.now();
    state.svc.add(from);
  }
  if (view > state.view) promiseIfAsked(replica, state, ctx);
  else if (state.status === 'view-change') {
    lowerSuffix(replica, state, from, message.commit, ctx);
    proposeLog(replica, state, ctx);
  }
}

/**
 * Sends the DoViewChange when the promise is durable and enough replicas asked for the view. It is made once and frozen:
 * 1. the promise record lies behind the whole log in the file, so a restart rebuilds the same;
 * 2. log_view is that of the log, whatever was promised since (E3, E4).
 */
export function proposeLog(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (state.status !== 'view-change' || state.logView === state.view) return;
  if (state.durable.view !== state.view || state.dvc.has(state.self)) return;
  if (!state.svcQuorum && state.svc.size + 1 < quorum(state)) return;
  state.svcQuorum = true;
  ctx.point('before-do-view-change');
  state.dvc.set(state.self, makeDoViewChange(replica, state, state.commit));
  sendDoViewChange(state, ctx);
  chooseLog(replica, state, ctx);
}

function makeDoViewChange(replica: Replica, state: ReplicaState, after: number): DoViewChange {
  return {
    cluster: replica.config.cluster,
    commit: state.commitMax,
    epoch: state.epoch,
    from: state.self,
    generations: state.generations,
    logView: state.logView,
    suffix: suffixOf(state.log, Math.max(after, state.logBase), state.log.length),
    to: primaryOf(state, state.view),
    type: 'DoViewChange',
    view: state.view,
  };
}

/** The own one counts where it is: it never travels. */
export function sendDoViewChange(state: ReplicaState, ctx: Ctx): void {
  const message = state.dvc.get(state.self);
  if (message !== undefined && message.to !== state.self) ctx.send(message.to, message);
}

/** The new primary has executed less than this replica: the suffix sent to it must start where it is. */
function lowerSuffix(replica: Replica, state: ReplicaState, from: ProcessId, commit: number, ctx: Ctx): void {
  const own = state.dvc.get(state.self);
  if (own === undefined || from !== own.to) return;
  if (commit < state.logBase) sendPiece(replica, state, from, 0, 0, ctx);
  if (Math.max(commit, state.logBase) >= own.suffix.after) return;
  state.dvc.set(state.self, makeDoViewChange(replica, state, commit));
  sendDoViewChange(state, ctx);
}

/** A replica gives the new primary its log. */
export function onDoViewChange(replica: Replica, state: ReplicaState, message: DoViewChange, ctx: Ctx): void {
  const { from, view } = message;
  if (primaryOf(state, view) !== state.self || message.logView >= view || !isChain(message.suffix)) return;
  if (view > state.view) {
    promiseView(replica, state, view, 'view-change', ctx);
    state.svcQuorum = replica.config.preVote; // it was sent because a quorum asked
  }
  if (view < state.view || state.logView === view) {
    if (isNormalPrimary(state)) sendStartView(replica, state, from, message.suffix.after, 0, ctx);
    return;
  }
  const earlier = state.dvc.get(from);
  if (earlier === undefined || replaces(message, earlier)) state.dvc.set(from, message);
  if (state.svcView === view) state.svc.add(from); // who sends this has promised the view
  proposeLog(replica, state, ctx);
  chooseLog(replica, state, ctx);
}

/**
 * The new primary has a quorum of logs, its own among them: the best is the one of the latest log_view, and of these the
 * longest. The view that an *entry* was prepared in says nothing (E3). The view starts when this is durable.
 */
export function chooseLog(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const own = state.dvc.get(state.self);
  if (own === undefined || own.to !== state.self) return;
  if (state.logView === state.view) return;
  const offers = withoutForgotten(replica, state, ctx);
  if (offers.length < quorum(state)) return;
  let best = own;
  let commitMax = own.commit;
  for (const dvc of offers) {
    if (isBetter(dvc, best)) best = dvc;
    if (dvc.commit > commitMax) commitMax = dvc.commit;
  }
  assert(lastOp(best.suffix) >= commitMax, 'the chosen log lacks committed ops');
  if (!fits(state, best.suffix)) return; // its sender learns from StartViewChange that this replica needs more
  install(replica, state, state.view, best.suffix, commitMax, ctx);
}

/** The same log from further down; or the sender has lost its disk since, and this is what it says now. */
function replaces(dvc: DoViewChange, earlier: DoViewChange): boolean {
  const generation = (of: DoViewChange): number => of.generations[of.from] ?? 0;
  if (generation(dvc) !== generation(earlier)) return generation(dvc) > generation(earlier);
  return dvc.suffix.after < earlier.suffix.after;
}

/**
 * Those whose senders have not, as far as any of the others knows, lost their disks since: such a promise was forgotten. The
 * other senders are told under which generation they would be counted.
 */
function withoutForgotten(replica: Replica, state: ReplicaState, ctx: Ctx): readonly DoViewChange[] {
  const offers = [...state.dvc.values()];
  const known = [...state.generations];
  for (const { generations } of offers) {
    generations.forEach((of, id) => {
      known[id] = Math.max(known[id] ?? 0, of);
    });
  }
  return offers.filter(({ from, generations }) => {
    if ((generations[from] ?? 0) >= (known[from] ?? 0)) return true;
    if (from === state.self) return callMyself(state, known[from] ?? 0, ctx);
    tellGenerations(replica, state, from, known, ctx);
    return false;
  });
}

/**
 * Others know this replica under a later generation than it does itself, from a recovery that it did not finish (seed
 * 2154). Whoever takes part has forgotten nothing since its last recovery: it may call itself so.
 */
export function callMyself(state: ReplicaState, generation: number, ctx: Ctx): boolean {
  if (generation <= (state.generations[state.self] ?? 0)) return true;
  ctx.probe('generation-learnt');
  state.generations = withGeneration(state.generations, state.self, generation);
  appendPeers(state, ctx);
  const own = state.dvc.get(state.self);
  if (own === undefined) return true;
  state.dvc.set(state.self, { ...own, generations: state.generations });
  sendDoViewChange(state, ctx);
  return true;
}

function isBetter(dvc: DoViewChange, best: DoViewChange): boolean {
  if (dvc.logView !== best.logView) return dvc.logView > best.logView;
  return lastOp(dvc.suffix) > lastOp(best.suffix);
}

import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import type { DoViewChange, StartViewChange } from '../data/messages.ts';
import { appendPeers } from '../storage/wal-writer.ts';
import { canInstall, sendPiece } from './checkpoint-transfer.ts';
import { withGeneration } from './generations.ts';
import { type Ctx, isNormalPrimary, primaryOf, quorum, type Replica } from './group.ts';
import { isChain, lastOp, suffixOf } from './log.ts';
import { tellGenerations } from './recovery-answers.ts';
import { install, sendStartView } from './start-view.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { armResend } from './timing.ts';
import { promiseView } from './views.ts';

/**
 * Starts a view change. With pre-vote it only asks, so that a replica that hears nothing cannot disturb those
 * that hear each other (E16). Without, it leaves its view.
 */
export function suspectPrimary(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (!replica.config.preVote) {
    promiseView(replica, state, state.view + 1, 'view-change', ctx);
    return;
  }
  if (state.svcView <= state.view) countVotesFor(state, state.view + 1);
  state.suspects = true;
  sendStartViewChange(replica, state, ctx);
  armResend(replica, state, ctx);
  promiseIfAsked(replica, state, ctx);
}

function countVotesFor(state: ReplicaState, view: number): void {
  state.svcView = view;
  state.svc.clear();
}

/** Pre-vote: promises `svcView` when a quorum, this replica included, asks for it. */
function promiseIfAsked(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (!state.suspects || state.svc.size + 1 < quorum(state)) return;
  promiseView(replica, state, state.svcView, 'view-change', ctx);
  state.svcQuorum = true;
}

/**
 * Sends StartViewChange to all: with pre-vote for the view asked for, else for the promised view, once that
 * is durable.
 */
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

/** A replica asks for a view, or has promised one. The view is adopted as named, never counted up (E7). */
export function onStartViewChange(
  replica: Replica,
  state: ReplicaState,
  message: StartViewChange,
  ctx: Ctx,
): void {
  const { from, view } = message;
  if (message.promised > state.view) {
    // the sender can never come back to this view; with pre-vote, a quorum had asked for the one it promised
    promiseView(replica, state, message.promised, 'view-change', ctx);
    state.svcQuorum = replica.config.preVote;
  }
  if (view < state.view || (view === state.view && state.logView === view)) {
    if (isNormalPrimary(state)) sendStartView(replica, state, from, message.commit, 0, ctx);
    return;
  }
  if (view > state.svcView) countVotesFor(state, view);
  if (view === state.svcView) {
    if (state.svc.size === 0) state.timing.svcUs = ctx.now();
    state.svc.add(from);
  }
  if (view > state.view) promiseIfAsked(replica, state, ctx);
  else if (state.status === 'view-change') {
    extendSuffix(replica, state, from, message.commit, ctx);
    proposeLog(replica, state, ctx);
  }
}

/**
 * Sends the DoViewChange once the promise is durable and a quorum asks for the view. It is made once and then
 * frozen:
 * 1. The promise record lies behind the whole log in the file, so that a restart rebuilds the same message.
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
  const { durable } = state;
  assert(durable.view === state.view, 'a DoViewChange before its promise is durable');
  assert(state.logView < state.view, 'a DoViewChange for a view whose log is here');
  assert(durable.logView === state.logView, 'a DoViewChange of a log_view that is not durable');
  assert(durable.op === state.log.length, 'a DoViewChange of a log that is not durable');
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

/** The primary's own DoViewChange counts locally and never travels. */
export function sendDoViewChange(state: ReplicaState, ctx: Ctx): void {
  const message = state.dvc.get(state.self);
  if (message !== undefined && message.to !== state.self) ctx.send(message.to, message);
}

/** The new primary has executed less than this replica: extends the suffix down to there. */
function extendSuffix(
  replica: Replica,
  state: ReplicaState,
  from: ProcessId,
  commit: number,
  ctx: Ctx,
): void {
  const own = state.dvc.get(state.self);
  if (own === undefined || from !== own.to) return;
  if (commit < state.logBase) sendPiece(replica, state, from, 0, 0, ctx);
  if (Math.max(commit, state.logBase) >= own.suffix.after) return;
  state.dvc.set(state.self, makeDoViewChange(replica, state, commit));
  sendDoViewChange(state, ctx);
}

/** Takes the log that a replica offers for a view that this one leads. */
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
  if (state.svcView === view) state.svc.add(from); // its sender has promised the view
  proposeLog(replica, state, ctx);
  chooseLog(replica, state, ctx);
}

/**
 * With a quorum of logs, its own included, the new primary takes the one with the highest log_view, and of
 * these the longest. The view in which an *entry* was prepared says nothing (E3). The view starts when the
 * log is durable.
 */
export function chooseLog(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const own = state.dvc.get(state.self);
  if (own === undefined || own.to !== state.self) return;
  if (state.logView === state.view) return;
  const offers = offersThatCount(replica, state, ctx);
  if (offers.length < quorum(state)) return;
  let best = own;
  let commitMax = own.commit;
  for (const dvc of offers) {
    if (isBetter(dvc, best)) best = dvc;
    if (dvc.commit > commitMax) commitMax = dvc.commit;
  }
  assert(lastOp(best.suffix) >= commitMax, 'the chosen log lacks committed ops');
  assert(best.logView < state.view, 'the chosen log is of no earlier view');
  if (!canInstall(state, state.view, best.suffix)) return; // StartViewChange names what is executed here, and makes the sender extend its suffix
  install(replica, state, state.view, best.suffix, commitMax, ctx);
}

/**
 * Whether a DoViewChange replaces an earlier one of the same sender: its suffix starts further down, or its
 * sender has lost its disk since.
 */
function replaces(dvc: DoViewChange, earlier: DoViewChange): boolean {
  const generation = (of: DoViewChange): number => of.generations[of.from] ?? 0;
  if (generation(dvc) !== generation(earlier)) return generation(dvc) > generation(earlier);
  return dvc.suffix.after < earlier.suffix.after;
}

/**
 * The offers that count: not those of senders that have lost their disks since, as far as any other sender
 * knows, because such a promise is forgotten (E1). Their senders are told under which generation they would
 * count.
 */
function offersThatCount(replica: Replica, state: ReplicaState, ctx: Ctx): readonly DoViewChange[] {
  const offers = [...state.dvc.values()];
  const known = [...state.generations];
  for (const { generations } of offers) {
    generations.forEach((of, id) => {
      known[id] = Math.max(known[id] ?? 0, of);
    });
  }
  return offers.filter(({ from, generations }) => {
    if ((generations[from] ?? 0) >= (known[from] ?? 0)) return true;
    if (from === state.self) return takeOnGeneration(state, known[from] ?? 0, ctx);
    tellGenerations(replica, state, from, known, ctx);
    return false;
  });
}

/**
 * Other replicas know this one under a later generation, from a recovery that it did not complete (F8). A
 * replica that takes part has forgotten nothing since its last recovery, so it may take on that generation.
 */
export function takeOnGeneration(state: ReplicaState, generation: number, ctx: Ctx): boolean {
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

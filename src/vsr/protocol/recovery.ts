import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import type { Recovery, RecoveryResponse } from '../data/messages.ts';
import { appendInstall, appendOpen, appendPeers } from '../storage/wal-writer.ts';
import { askForCheckpoint, canInstall, installCheckpoint } from './checkpoint-transfer.ts';
import { executeCommitted } from './commit.ts';
import { mergeGenerations, withGeneration } from './generations.ts';
import { type Ctx, primaryOf, quorum, type Replica } from './group.ts';
import { isChain } from './log.ts';
import { sendPrepareOk } from './normal-case.ts';
import { takeWanted, tryRepair, wantedOf } from './repair.ts';
import type { RecoveryAnswer } from './state/recovery-state.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { armResend, RESENDS_MAX, restartViewTimeout } from './timing.ts';
import { joinEpoch } from './views.ts';

/**
 * Begins the recovery of a replica whose disk has lost something durable. It goes two ways at once:
 * 1. If only the contents of single entries are lost, the headers tell which they were. Any replica that has
 *    an entry with that checksum has the entry. When all are written again, the disk is as it was, and the
 *    replica starts from it.
 * 2. Otherwise, or if nobody has them, it takes over the log of a primary, as in recovery without a disk (VRR
 *    4.3). That is safe if what it has forgotten no longer counts:
 *    a. Acknowledgements. Of the n-q+1 others that answer, at least one was in each quorum that this replica
 *       was in, and answers with that view or a later one. The log comes from the primary of the highest view
 *       among the answers, and contains whatever was acknowledged to that primary.
 *    b. DoViewChanges for later views. It comes back under a later generation, which n-q+1 others have
 *       written down before. Every quorum that counts an old DoViewChange contains one of them. Either that
 *       replica answered after it had promised the view, and this replica comes back no lower; or its own
 *       DoViewChange names the generation, and the old one is not counted (E1; crash vectors in Michael et
 *       al.).
 *
 * In mode M there is no b: the promised view is on the disk, and no answer below it is taken.
 */
export function recover(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { recovery } = state;
  state.status = 'recovering';
  ctx.probe(state.wal.inMemory ? 'memory-lost' : recovery.lost ? 'disk-lost' : 'disk-damaged');
  recovery.nonce = newNonce(ctx);
  recovery.group = { epoch: state.epoch, config: state.config };
  if (tryRepair(replica, state, ctx)) return;
  sendRecoveries(replica, state, ctx);
  armResend(replica, state, ctx);
}

/** Drawn at random: a replica that has lost its disk has lost its counter too. */
const newNonce = (ctx: Ctx): number => 1 + ctx.random(0x8000_0000) * 0x20_0000 + ctx.random(0x20_0000);

export function sendRecoveries(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { recovery } = state;
  if (recovery.adopted || recovery.anew || state.status !== 'recovering' || !isGenerationDurable(state))
    return;
  const wanted = recovery.lost ? [] : wantedOf(recovery);
  for (const to of state.config) {
    if (to === state.self) continue;
    const message: Recovery = {
      cluster: replica.config.cluster,
      epoch: state.epoch,
      from: state.self,
      generation: recovery.generation,
      nonce: recovery.nonce,
      to,
      type: 'Recovery',
      view: state.view,
      wanted,
    };
    ctx.send(to, message);
  }
}

/** Whether the generation is durable here. Nobody else may hear of it before (F6). */
const isGenerationDurable = (state: ReplicaState): boolean =>
  (state.durable.generations[state.self] ?? 0) >= state.recovery.generation;

/**
 * The group has changed. Its promises may have been made in the new epoch, so the members of that are asked.
 * If it is not one of them, it waits until it is, since the others must not need it.
 */
export function recoverInEpoch(
  replica: Replica,
  state: ReplicaState,
  epoch: number,
  config: readonly ProcessId[],
  ctx: Ctx,
): void {
  const { recovery } = state;
  if (recovery.adopted || recovery.anew) return;
  joinEpoch(state, epoch, config);
  recovery.answers.clear();
  recovery.generation = 0;
  recovery.nonce = newNonce(ctx);
  sendRecoveries(replica, state, ctx);
}

/**
 * Mode M: the lost memory is not missed by anybody, so the replica continues as one that has never been a
 * member, as soon as its incarnation is durable. Nothing may be written behind the incarnation before (F4).
 */
export function restartAsNewcomer(state: ReplicaState, ctx: Ctx): void {
  const { recovery } = state;
  if (recovery.anew || recovery.adopted) return; // a replica that has taken over a log rejoins with it first
  recovery.anew = true;
  state.incarnation += 1;
  appendOpen(state, state.incarnation, ctx);
}

export function onRecoveryResponse(
  replica: Replica,
  state: ReplicaState,
  message: RecoveryResponse,
  ctx: Ctx,
): void {
  const { recovery } = state;
  if (message.nonce !== recovery.nonce || recovery.adopted || recovery.anew) return;
  takeWanted(recovery, message.entries);
  if (tryRepair(replica, state, ctx)) return;
  const { commit, from, generations, log, view } = message;
  const taken = generations[state.self] ?? 0;
  if (recovery.generation > 0 && taken > recovery.generation) {
    recoverAs(state, taken + 1, ctx); // an earlier attempt got further than the first answers knew
    return;
  }
  const merged = mergeGenerations(state.generations, generations);
  state.generations = merged;
  const before = recovery.answers.get(from);
  if (before === undefined || view > before.view || (view === before.view && log !== null)) {
    recovery.answers.set(from, { view, commit, log });
  }
  if (!isAnswered(state)) return;
  if (recovery.generation === 0 && !replica.config.logInMemory) {
    recoverAs(state, Math.max((merged[state.self] ?? 0) + 1, state.epoch * GENERATIONS_PER_EPOCH), ctx);
    return;
  }
  const best = latest(recovery.answers.values());
  if (best !== undefined && best.view >= state.view) adopt(replica, state, best, ctx);
}

/** n-q+1: at least one of them was in each quorum that this replica was in. */
const isAnswered = (state: ReplicaState): boolean =>
  state.recovery.answers.size >= state.config.length - quorum(state) + 1;

/**
 * Enough have answered, and time after time nothing comes of it: the primary of the latest view that was named
 * does not answer. That view may exist nowhere any more, because whoever named it is dead, or has lost its disk
 * (F14). So the answers are given up. Any n-q+1 of them will do, if they were made after the question.
 */
export function giveUpAnswers(state: ReplicaState, ctx: Ctx): void {
  const { adopted, anew, answers } = state.recovery;
  if (adopted || anew || state.timing.resends <= RESENDS_MAX || !isAnswered(state)) return;
  const best = latest(answers.values());
  if (best !== undefined && best.view >= state.view) return;
  ctx.probe('useless-answers-given-up');
  answers.clear();
}

/** The answer with the highest view, if it is that of the primary of this view and has a usable log. */
function latest(answers: Iterable<RecoveryAnswer>): (RecoveryAnswer & { log: object }) | undefined {
  let highest: RecoveryAnswer | undefined;
  for (const answer of answers) {
    if (highest === undefined || answer.view > highest.view || (answer.view === highest.view && answer.log)) {
      highest = answer;
    }
  }
  if (highest === undefined || highest.log === null || !isChain(highest.log)) return undefined;
  return { ...highest, log: highest.log };
}

/** Way 2: takes over the log of a primary. */
function adopt(replica: Replica, state: ReplicaState, { commit, log, view }: RecoveryAnswer, ctx: Ctx): void {
  assert(log !== null, 'no log to take over');
  const { recovery } = state;
  if (!canInstall(state, view, log)) {
    askForCheckpoint(replica, state, primaryOf(state, view), log, ctx); // when it is complete, all are asked again
    return;
  }
  assert(view >= state.view, 'recovery ends below the promised view');
  recovery.adopted = true;
  state.view = view;
  state.logView = view;
  state.svcView = view;
  state.commitMax = commit;
  // if everything is lost, so is the number of starts, and no nonce may be used twice
  state.incarnation = Math.max(state.incarnation + 1, recovery.lost ? 0x1_0000 + ctx.random(0x10_0000) : 0);
  if (log.after > 0) {
    if (state.wal.inMemory) appendOpen(state, state.incarnation, ctx);
    installCheckpoint(replica, state, view, log, ctx);
    return;
  }
  state.log = [...log.entries];
  if (!state.wal.inMemory) appendPeers(state, ctx); // what the others knew
  appendOpen(state, state.incarnation, ctx);
  appendInstall(state, 0, log.entries, ctx);
}

/**
 * A generation is known to the members of the epoch in which it was taken. Those of later epochs are higher,
 * so that none is used again by members who do not know of it.
 */
const GENERATIONS_PER_EPOCH = 1_000_000;

/** Takes a generation. All are asked again, under that generation, when it is durable. */
function recoverAs(state: ReplicaState, generation: number, ctx: Ctx): void {
  const { recovery } = state;
  assert(generation > (state.generations[state.self] ?? 0), 'the generation is not new');
  recovery.generation = generation;
  recovery.nonce = newNonce(ctx);
  recovery.answers.clear();
  state.generations = withGeneration(state.generations, state.self, generation);
  appendPeers(state, ctx);
}

/**
 * More is durable. When everything that was taken over is, the replica takes part as a backup of that view.
 */
export function rejoin(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { durable, recovery, view } = state;
  if (recovery.anew) {
    if (state.wal.pending.length === 0) state.status = 'transitioning';
    return;
  }
  if (!recovery.adopted) {
    sendRecoveries(replica, state, ctx); // the generation is durable
    return;
  }
  if (durable.logView !== view || state.wal.pending.length > 0) return;
  assert(state.logView === view, 'a replica rejoins with the log of another view');
  ctx.probe(recovery.lost ? 'lost-replica-rejoined' : 'damaged-replica-rejoined');
  state.status = 'normal';
  recovery.answers.clear();
  recovery.log = [];
  state.timing.normalUs = ctx.now();
  restartViewTimeout(replica, state, ctx);
  executeCommitted(replica, state, ctx);
  sendPrepareOk(replica, state, ctx);
}

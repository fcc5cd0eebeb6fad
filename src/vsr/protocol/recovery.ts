import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import type { Recovery, RecoveryResponse } from '../data/messages.ts';
import { appendInstall, appendOpen, appendPeers } from '../storage/wal-writer.ts';
import { askForCheckpoint, fits, installCheckpoint } from './checkpoint-transfer.ts';
import { executeCommitted } from './commit.ts';
import { mergeGenerations, withGeneration } from './generations.ts';
import { type Ctx, primaryOf, quorum, type Replica } from './group.ts';
import { isChain } from './log.ts';
import { sendPrepareOk } from './normal-case.ts';
import { fillIn, takeFound, wantedOf } from './repair.ts';
import type { RecoveryAnswer } from './state/recovery-state.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { armResend, restartViewTimeout } from './timing.ts';
import { joinEpoch } from './views.ts';

/**
 * A replica whose disk has lost something that was durable. There are two ways back, and it goes both at once:
 * 1. only the contents of single entries are gone, and the headers say what they were: whoever has an entry with that
 *    checksum has the entry. When all are written again the disk is what it was, and the replica starts from it.
 * 2. else, or when nobody has them: it takes over the log of a primary, as in recovery without a disk (VRR 4.3). That is
 *    safe only if what it has forgotten cannot count any more:
 *    a. what it acknowledged: of the n-q+1 others that answer, one at least was in each quorum that it was in, and
 *       answers with that view or a later one. The log is taken from the primary of the highest view among the answers;
 *       whatever was acknowledged to this primary is in it.
 *    b. a DoViewChange that it sent for a later view: it comes back as a later generation, which n-q+1 others have written
 *       down before. Each quorum that counts the old DoViewChange has one of them in it: either that one answered when
 *       it had promised the view (then this replica comes back no lower), or its own DoViewChange names the generation,
 *       and the old one is not counted (E1; crash vectors in Michael et al.).
 *    In mode M there is no b: the view that was promised is on the disk, and no answer below it is taken.
 */
export function recover(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { recovery } = state;
  state.status = 'recovering';
  ctx.probe(state.wal.inMemory ? 'memory-lost' : recovery.lost ? 'disk-lost' : 'disk-damaged');
  recovery.nonce = newNonce(ctx);
  recovery.group = { epoch: state.epoch, config: state.config };
  if (fillIn(replica, state, ctx)) return;
  askAll(replica, state, ctx);
  armResend(replica, state, ctx);
}

/** Not counted like other nonces: who has lost everything does not know how far it had counted. */
const newNonce = (ctx: Ctx): number => 1 + ctx.random(0x8000_0000) * 0x20_0000 + ctx.random(0x20_0000);

export function askAll(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { recovery } = state;
  if (recovery.adopted || recovery.anew || state.status !== 'recovering' || !isNamed(state)) return;
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

/**
 * Whether the generation is durable here before anybody else hears of it. Seed 37: somebody wrote it down, a crash came, the
 * missing entry was found after all, and what the replica said under its old name was not counted ever after.
 */
const isNamed = (state: ReplicaState): boolean =>
  (state.durable.generations[state.self] ?? 0) >= state.recovery.generation;

/**
 * The group has become another one. What was promised is promised in some epoch, maybe in this one: its members have to be asked. Who
 * is none of them waits until it is: others must not need it.
 */
export function recoverIn(
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
  askAll(replica, state, ctx);
}

/**
 * What was in memory is gone, and not missed by anybody: like one that has never been a member, as soon as the incarnation is durable.
 * Before, nothing may follow it on the disk: seed 3020 of mode M wrote the same incarnation twice, and what the first life had written
 * behind it became valid again.
 */
export function startAnew(state: ReplicaState, ctx: Ctx): void {
  const { recovery } = state;
  if (recovery.anew || recovery.adopted) return; // who has taken over a log rejoins with it first
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
  takeFound(recovery, message.entries);
  if (fillIn(replica, state, ctx)) return;
  const { commit, from, generations, log, view } = message;
  const taken = generations[state.self] ?? 0;
  if (recovery.generation > 0 && taken > recovery.generation) {
    startAs(state, taken + 1, ctx); // an earlier attempt got further than those knew who answered first
    return;
  }
  const merged = mergeGenerations(state.generations, generations);
  state.generations = merged;
  const before = recovery.answers.get(from);
  if (before === undefined || view > before.view || (view === before.view && log !== null)) {
    recovery.answers.set(from, { view, commit, log });
  }
  if (recovery.answers.size < state.config.length - quorum(state) + 1) return;
  if (recovery.generation === 0 && !replica.config.logInMemory) {
    startAs(state, Math.max((merged[state.self] ?? 0) + 1, state.epoch * GENERATIONS_PER_EPOCH), ctx);
    return;
  }
  const best = latest(recovery.answers.values());
  if (best !== undefined && best.view >= state.view) adopt(replica, state, best, ctx);
}

/** The answer of the primary of the highest view that anybody names, if it is there and can be used. */
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

/** Way 2: the log of a primary becomes the own one. */
function adopt(replica: Replica, state: ReplicaState, { commit, log, view }: RecoveryAnswer, ctx: Ctx): void {
  assert(log !== null, 'nobody gave a log');
  const { recovery } = state;
  if (!fits(state, log)) {
    askForCheckpoint(replica, state, primaryOf(state, view), ctx); // when it is here all are asked again
    return;
  }
  recovery.adopted = true;
  state.view = view;
  state.logView = view;
  state.svcView = view;
  state.commitMax = commit;
  // how often it has started before is not known if all is lost, and no nonce may come again
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
 * A generation is known to members of the epoch in which it was taken. So that none comes again in a later one, whose members may not
 * know of it, those of later epochs are higher.
 */
const GENERATIONS_PER_EPOCH = 1_000_000;

/** Asks all again, under a new name, as soon as that is durable. */
function startAs(state: ReplicaState, generation: number, ctx: Ctx): void {
  const { recovery } = state;
  recovery.generation = generation;
  recovery.nonce = newNonce(ctx);
  recovery.answers.clear();
  state.generations = withGeneration(state.generations, state.self, generation);
  appendPeers(state, ctx);
}

/** More is durable. When all that was taken over is: takes part as a backup of the view that it came with. */
export function rejoin(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { durable, recovery, view } = state;
  if (recovery.anew) {
    if (state.wal.pending.length === 0) state.status = 'transitioning';
    return;
  }
  if (!recovery.adopted) {
    askAll(replica, state, ctx); // the generation is durable
    return;
  }
  if (durable.logView !== view || state.wal.pending.length > 0) return;
  ctx.probe(recovery.lost ? 'lost-replica-rejoined' : 'damaged-replica-rejoined');
  state.status = 'normal';
  recovery.answers.clear();
  recovery.log = [];
  state.timing.normalUs = ctx.now();
  restartViewTimeout(replica, state, ctx);
  executeCommitted(replica, state, ctx);
  sendPrepareOk(replica, state, ctx);
}

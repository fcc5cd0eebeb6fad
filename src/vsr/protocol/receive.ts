import type { ProcessId } from '../../process/ids.ts';
import type { CheckpointPiece, Message, ReplicaMessage } from '../data/messages.ts';
import { onCheckpointPiece, sendPiece } from './checkpoint-transfer.ts';
import { onConfirm, onConfirmed } from './confirm.ts';
import { sendNewEpoch } from './epoch-change.ts';
import { type Ctx, isForUs, isMember, type Replica } from './group.ts';
import { isHeldBack } from './lease.ts';
import { askForEpoch, onEarlierEpoch, onEpochStarted, onLaterEpoch, onStartEpoch } from './next-epoch.ts';
import { onCommit, onPrepare, onPrepareOk } from './normal-case.ts';
import { onPredict, onPrediction } from './predictions.ts';
import { onReadRequest } from './reads.ts';
import { onRecoveryResponse, sendRecoveries } from './recovery.ts';
import { onRecovery } from './recovery-answers.ts';
import { admitQueued, onRequest } from './request.ts';
import { onRequestStartView, onStartView } from './start-view.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { onGetState, onNewState, requestStartView, skipToCheckpoint } from './state-transfer.ts';
import { armResend } from './timing.ts';
import { isWellFormed, isWellFormedRead, isWellFormedRequest } from './validate.ts';
import { chooseLog, onDoViewChange, onStartViewChange, takeOnGeneration } from './view-change.ts';

/** Handles a message from any sender. */
export function onMessage(
  replica: Replica,
  state: ReplicaState,
  from: ProcessId,
  message: Message,
  ctx: Ctx,
): void {
  if (state.status === 'starting') return;
  switch (message.type) {
    case 'Request':
      if (state.status === 'recovering' || !isWellFormedRequest(message)) break;
      if (message.epoch < state.epoch) sendNewEpoch(state, from, ctx);
      onRequest(replica, state, from, message, ctx);
      break;
    case 'ReadRequest':
      if (state.status === 'recovering' || !isWellFormedRead(message)) break;
      if (message.epoch < state.epoch) sendNewEpoch(state, from, ctx);
      onReadRequest(replica, state, from, message, ctx);
      break;
    case 'Reply':
    case 'Eviction':
    case 'Busy':
    case 'ReadReply':
    case 'ReadRefused':
    case 'NewEpoch':
      break; // messages for clients
    default:
      if (isForUs(replica, state, message) && isWellFormed(message))
        fromReplica(replica, state, message, ctx);
  }
}

/**
 * Votes and logs count within one epoch, and from its members only (R03). News of an epoch, and checkpoints,
 * which contain only what is committed, are taken from any sender.
 */
function fromReplica(replica: Replica, state: ReplicaState, message: ReplicaMessage, ctx: Ctx): void {
  const { epoch, from, type } = message;
  if (type === 'StartEpoch') onStartEpoch(replica, state, message, ctx);
  else if (type === 'EpochStarted') onEpochStarted(state, message, ctx);
  else if (type === 'CheckpointPiece') onCheckpoint(replica, state, message, ctx);
  else if (type === 'GetCheckpoint') sendPiece(replica, state, from, message.op, message.offset, ctx);
  else if (epoch > state.epoch) onLaterEpoch(replica, state, message, ctx);
  else if (epoch < state.epoch) onEarlierEpoch(replica, state, from, ctx);
  else if (type === 'RequestStartView') onRequestStartView(replica, state, message, ctx);
  else if (type === 'EpochLog')
    return; // this replica has a log of this epoch
  else if (!isMember(state, from)) onEarlierEpoch(replica, state, from, ctx);
  else if (isMember(state, state.self) && state.status !== 'transitioning')
    onReplicaMessage(replica, state, message, ctx);
}

function onCheckpoint(replica: Replica, state: ReplicaState, message: CheckpointPiece, ctx: Ctx): void {
  onPiece(replica, state, message, ctx);
  if (message.epoch > state.epoch && state.next === null) onLaterEpoch(replica, state, message, ctx);
}

/** Messages that count only when they come from members of the epoch. */
type MemberMessage = Exclude<
  ReplicaMessage,
  {
    type:
      | 'StartEpoch'
      | 'EpochStarted'
      | 'EpochLog'
      | 'CheckpointPiece'
      | 'GetCheckpoint'
      | 'RequestStartView';
  }
>;

function onReplicaMessage(replica: Replica, state: ReplicaState, message: MemberMessage, ctx: Ctx): void {
  if (state.status === 'recovering') {
    if (message.type === 'RecoveryResponse') onRecoveryResponse(replica, state, message, ctx);
    return; // it may have promised the contrary of anything it could answer (E11)
  }
  if (isHeldBack(replica, state, message, ctx)) return;
  switch (message.type) {
    case 'Prepare':
      onPrepare(replica, state, message, ctx);
      break;
    case 'PrepareOk':
      onPrepareOk(replica, state, message, ctx);
      admitQueued(replica, state, ctx);
      break;
    case 'Commit':
      onCommit(replica, state, message, ctx);
      break;
    case 'Confirm':
      onConfirm(replica, state, message, ctx);
      break;
    case 'Confirmed':
      onConfirmed(replica, state, message, ctx);
      break;
    case 'Predict':
      onPredict(replica, state, message, ctx);
      break;
    case 'Prediction':
      onPrediction(replica, state, message, ctx);
      break;
    case 'StartViewChange':
      onStartViewChange(replica, state, message, ctx);
      break;
    case 'DoViewChange':
      onDoViewChange(replica, state, message, ctx);
      break;
    case 'StartView':
      onStartView(replica, state, message, ctx);
      break;
    case 'GetState':
      onGetState(replica, state, message, ctx);
      break;
    case 'NewState':
      onNewState(replica, state, message, ctx);
      break;
    case 'Recovery':
      onRecovery(replica, state, message, ctx);
      break;
    case 'RecoveryResponse': // unsolicited, or to a recovery that is over
      takeOnGeneration(state, message.generations[state.self] ?? 0, ctx);
      break;
    default:
      message satisfies never;
  }
}

/**
 * Takes a piece of a checkpoint. When the checkpoint is complete, the sub-protocol that waits for it
 * continues.
 */
function onPiece(replica: Replica, state: ReplicaState, message: CheckpointPiece, ctx: Ctx): void {
  if (!onCheckpointPiece(replica, state, message, ctx)) {
    if (state.fetch !== null) armResend(replica, state, ctx);
    return;
  }
  if (state.next !== null) askForEpoch(replica, state, state.next, ctx);
  switch (state.status) {
    case 'normal':
      skipToCheckpoint(replica, state, ctx);
      break;
    case 'catching-up':
      requestStartView(replica, state, ctx);
      break;
    case 'view-change':
      chooseLog(replica, state, ctx);
      break;
    case 'recovering':
      sendRecoveries(replica, state, ctx);
      break;
    case 'starting':
    case 'transitioning':
    case 'leaving':
    case 'retired':
      break;
  }
}
